#include "evaluation/evaluation.hpp"

namespace brnpa::trainer {
namespace {

void addRanking(nlohmann::ordered_json& json, const RankingMetrics& ranking) {
    json["rank1"] = ranking.rank1;
    json["rank5"] = ranking.rank5;
    json["rank10"] = ranking.rank10;
    json["rank20"] = ranking.rank20;
    json["mAP"] = ranking.meanAveragePrecision;
    json["mAP_trapezoid"] = ranking.trapezoidMeanAveragePrecision;
    json["mINP"] = ranking.meanInverseNegativePenalty;
}

}  // namespace

nlohmann::ordered_json toJson(const Evaluation& evaluation) {
    nlohmann::ordered_json json{
        {"dataset", evaluation.dataset},         {"protocol", evaluation.protocol},
        {"people", evaluation.people},           {"pictures", evaluation.pictures},
        {"queries", evaluation.ranking.queries}, {"queries_without_match", evaluation.ranking.queriesWithoutMatch}};
    addRanking(json, evaluation.ranking);
    if (evaluation.reranked) {
        json["reranked"] = nlohmann::ordered_json::object();
        addRanking(json["reranked"], *evaluation.reranked);
    }
    json["verification"] = nlohmann::ordered_json::array();
    for (const auto& point : evaluation.verification)
        json["verification"].push_back({{"false_positive_rate", point.falsePositiveRate},
                                        {"true_positive_rate", point.truePositiveRate},
                                        {"true_positive_rate_fast_reid", point.fastReidTruePositiveRate}});
    json["thresholds"] = nlohmann::ordered_json::array();
    for (const auto& threshold : evaluation.thresholds)
        json["thresholds"].push_back({{"false_accept_rate", threshold.falseAcceptRate},
                                      {"distance", threshold.distance},
                                      {"low", threshold.low},
                                      {"high", threshold.high},
                                      {"true_accept_rate", threshold.trueAcceptRate}});
    return json;
}

}  // namespace brnpa::trainer
