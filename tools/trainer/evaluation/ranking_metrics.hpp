#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "evaluation/distance_matrix.hpp"
#include "evaluation/picture_labels.hpp"

namespace brnpa::trainer {

//! How well a ranking by distance finds the same person in other cameras; all values but the counts are 0..1.
struct RankingMetrics {
    //! CMC: share of queries with a match among the first 1, 5, 10, 20.
    double rank1 = 0, rank5 = 0, rank10 = 0, rank20 = 0;
    double meanAveragePrecision = 0;           //!< mAP, plain: the mean of the precision at the rank of every match
    double trapezoidMeanAveragePrecision = 0;  //!< mAP by the trapezoid rule of Market-1501's MATLAB code
    double meanInverseNegativePenalty = 0;     //!< mINP (Ye et al., TPAMI 2021): matches / rank of the last match
    std::size_t queries = 0;                   //!< that count
    std::size_t queriesWithoutMatch = 0;       //!< left out: nothing in the gallery could match
    //! Plain average precision of each query, in order; none where nothing could match.
    std::vector<std::optional<double>> averagePrecision{};
};

/** The mean of the precision at every match, as torchreid and fast-reid compute it.
@param matchRanks 1 the best, ascending, at least one. */
double averagePrecision(const std::vector<std::size_t>& matchRanks);

/** The same by the trapezoid rule of Market-1501's MATLAB code: at every match the mean of the precision there and one
rank before (1 before the first rank). */
double trapezoidAveragePrecision(const std::vector<std::size_t>& matchRanks);

/** Market-1501's single-query protocol: for each query the gallery without its junk (see isJunk()) is ranked by
distance, the first index first on ties.

@param distances query.size() x gallery.size().
@throws std::invalid_argument when sizes do not fit or no query has a match.
*/
RankingMetrics rankingMetrics(const DistanceMatrix& distances, const PictureLabels& query,
                              const PictureLabels& gallery);

//! The same for distances in memory, row by row.
RankingMetrics rankingMetrics(const std::vector<float>& distances, const PictureLabels& query,
                              const PictureLabels& gallery);

}  // namespace brnpa::trainer
