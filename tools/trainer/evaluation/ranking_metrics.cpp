#include "evaluation/ranking_metrics.hpp"

#include <stdexcept>
#include <string>

#include "evaluation/ranking.hpp"

namespace brnpa::trainer {
namespace {

double ratio(std::size_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double averagePrecision(const std::vector<std::size_t>& matchRanks) {
    double sum = 0;
    for (std::size_t i = 0; i < matchRanks.size(); ++i)
        sum += ratio(i + 1, matchRanks[i]);
    return sum / static_cast<double>(matchRanks.size());
}

double trapezoidAveragePrecision(const std::vector<std::size_t>& matchRanks) {
    double sum = 0;
    for (std::size_t i = 0; i < matchRanks.size(); ++i) {
        const double before = matchRanks[i] == 1 ? 1 : ratio(i, matchRanks[i] - 1);
        sum += (before + ratio(i + 1, matchRanks[i])) / 2;
    }
    return sum / static_cast<double>(matchRanks.size());
}

RankingMetrics rankingMetrics(const DistanceMatrix& distances, const PictureLabels& query,
                              const PictureLabels& gallery) {
    if (distances.rows() != query.size() || distances.columns() != gallery.size())
        throw std::invalid_argument("there are " + std::to_string(distances.rows()) + " by " +
                                    std::to_string(distances.columns()) + " distances for " +
                                    std::to_string(query.size()) + " queries and " + std::to_string(gallery.size()) +
                                    " pictures");
    RankingMetrics metrics;
    metrics.averagePrecision.resize(query.size());
    forEachRow(distances, [&](std::size_t q, const float* row) {
        const auto ranks = matchRanks(rankGallery(row, query, q, gallery), query.identity[q], gallery);
        if (ranks.empty()) {
            ++metrics.queriesWithoutMatch;
            return;
        }
        ++metrics.queries;
        metrics.rank1 += ranks.front() <= 1 ? 1 : 0;
        metrics.rank5 += ranks.front() <= 5 ? 1 : 0;
        metrics.rank10 += ranks.front() <= 10 ? 1 : 0;
        metrics.rank20 += ranks.front() <= 20 ? 1 : 0;
        metrics.averagePrecision[q] = averagePrecision(ranks);
        metrics.meanAveragePrecision += *metrics.averagePrecision[q];
        metrics.trapezoidMeanAveragePrecision += trapezoidAveragePrecision(ranks);
        metrics.meanInverseNegativePenalty += ratio(ranks.size(), ranks.back());
    });
    if (metrics.queries == 0)
        throw std::invalid_argument(
            "no query has a match: another camera, or for pictures without cameras another one");
    for (double* sum : {&metrics.rank1, &metrics.rank5, &metrics.rank10, &metrics.rank20, &metrics.meanAveragePrecision,
                        &metrics.trapezoidMeanAveragePrecision, &metrics.meanInverseNegativePenalty})
        *sum /= static_cast<double>(metrics.queries);
    return metrics;
}

RankingMetrics rankingMetrics(const std::vector<float>& distances, const PictureLabels& query,
                              const PictureLabels& gallery) {
    return rankingMetrics(StoredDistances(distances, query.size(), gallery.size()), query, gallery);
}

}  // namespace brnpa::trainer
