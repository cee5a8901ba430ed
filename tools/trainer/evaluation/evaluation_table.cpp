#include <fmt/format.h>

#include "evaluation/evaluation.hpp"

namespace brnpa::trainer {
namespace {

std::string rankingLine(const std::string& title, const RankingMetrics& ranking) {
    return fmt::format("  {:<12}{:8.1f}{:8.1f}{:9.1f}{:9.1f}{:9.1f}{:16.1f}{:9.1f}\n", title, 100 * ranking.rank1,
                       100 * ranking.rank5, 100 * ranking.rank10, 100 * ranking.rank20,
                       100 * ranking.meanAveragePrecision, 100 * ranking.trapezoidMeanAveragePrecision,
                       100 * ranking.meanInverseNegativePenalty);
}

std::string percent(double share) {
    return fmt::format("{:g} %", 100 * share);
}

}  // namespace

std::string toTable(const Evaluation& evaluation) {
    const auto& ranking = evaluation.ranking;
    std::string text = fmt::format("{}\n  {}\n  {} pictures of {} people, {} queries", evaluation.dataset,
                                   evaluation.protocol, evaluation.pictures, evaluation.people, ranking.queries);
    if (ranking.queriesWithoutMatch > 0)
        text += fmt::format("; {} more have no picture that could match", ranking.queriesWithoutMatch);
    text += fmt::format("\n\n  {:<12}{:>8}{:>8}{:>9}{:>9}{:>9}{:>16}{:>9}\n", "ranking, %", "rank-1", "rank-5",
                        "rank-10", "rank-20", "mAP", "mAP, trapezoid", "mINP");
    text += rankingLine("as embedded", ranking);
    if (evaluation.reranked) text += rankingLine("re-ranked", *evaluation.reranked);

    text +=
        fmt::format("\n  {:<36}{:>12}{:>26}\n", "pairs of a query and a picture", "TPR@FPR", "TPR@FPR as in fast-reid");
    for (const auto& point : evaluation.verification)
        text += fmt::format("  FPR {:<32}{:>10.1f} %{:>24.1f} %\n", percent(point.falsePositiveRate),
                            100 * point.truePositiveRate, 100 * point.fastReidTruePositiveRate);

    text += fmt::format("\n  {:<36}{:>12}{:>26}{:>24}\n", "accepting a picture as a person", "distance",
                        "interval (95 %)", "same person accepted");
    for (const auto& threshold : evaluation.thresholds)
        text +=
            fmt::format("  {:<36}{:>12.3f}{:>26}{:>22.1f} %\n",
                        percent(threshold.falseAcceptRate) + " of different people", threshold.distance,
                        fmt::format("{:.3f} to {:.3f}", threshold.low, threshold.high), 100 * threshold.trueAcceptRate);
    return text;
}

}  // namespace brnpa::trainer
