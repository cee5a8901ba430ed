#include "tasks/ranking_metrics.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace brnpa::trainer {
namespace {

//! Ranks, 1 the best, of the pictures that show the query's person.
std::vector<std::size_t> matchRanks(const float* distances, int identity, int camera, const PictureLabels& gallery) {
    std::vector<std::size_t> order;
    for (std::size_t g = 0; g < gallery.size(); ++g)
        if (gallery.identity[g] != identity || gallery.camera[g] != camera) order.push_back(g);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distances[a] < distances[b]; });
    std::vector<std::size_t> ranks;
    for (std::size_t i = 0; i < order.size(); ++i)
        if (gallery.identity[order[i]] == identity) ranks.push_back(i + 1);
    return ranks;
}

}  // namespace

RankingMetrics rankingMetrics(const std::vector<float>& distances, const PictureLabels& query,
                              const PictureLabels& gallery) {
    if (distances.size() != query.size() * gallery.size())
        throw std::invalid_argument("there are " + std::to_string(distances.size()) + " distances for " +
                                    std::to_string(query.size()) + " queries and " + std::to_string(gallery.size()) +
                                    " pictures");
    RankingMetrics metrics;
    for (std::size_t q = 0; q < query.size(); ++q) {
        const auto ranks =
            matchRanks(distances.data() + q * gallery.size(), query.identity[q], query.camera[q], gallery);
        if (ranks.empty()) {
            ++metrics.queriesWithoutMatch;
            continue;
        }
        ++metrics.queries;
        metrics.rank1 += ranks.front() <= 1 ? 1 : 0;
        metrics.rank5 += ranks.front() <= 5 ? 1 : 0;
        metrics.rank10 += ranks.front() <= 10 ? 1 : 0;
        double precision = 0;
        for (std::size_t i = 0; i < ranks.size(); ++i)
            precision += static_cast<double>(i + 1) / static_cast<double>(ranks[i]);
        const auto matches = static_cast<double>(ranks.size());
        metrics.meanAveragePrecision += precision / matches;
        metrics.meanInverseNegativePenalty += matches / static_cast<double>(ranks.back());
    }
    if (metrics.queries == 0) throw std::invalid_argument("no query has a match in another camera");
    for (double* sum : {&metrics.rank1, &metrics.rank5, &metrics.rank10, &metrics.meanAveragePrecision,
                        &metrics.meanInverseNegativePenalty})
        *sum /= static_cast<double>(metrics.queries);
    return metrics;
}

}  // namespace brnpa::trainer
