#pragma once

#include <cstddef>
#include <vector>

namespace brnpa::trainer {

//! Who is on each picture, and which camera took it.
struct PictureLabels {
    std::vector<int> identity, camera;

    std::size_t size() const { return identity.size(); }
};

//! How well a ranking by distance finds the same person in other cameras; all values but the counts are 0..1.
struct RankingMetrics {
    double rank1 = 0, rank5 = 0, rank10 = 0;  //!< CMC: share of queries with a match among the first 1, 5, 10
    double meanAveragePrecision = 0;
    double meanInverseNegativePenalty = 0;  //!< mINP (Ye et al., TPAMI 2021): matches / rank of the last match
    std::size_t queries = 0;                //!< that count
    std::size_t queriesWithoutMatch = 0;    //!< left out: their person is in no other camera
};

/** Market-1501's single-query protocol.

For each query the gallery pictures of the same person in the same camera are taken out (the query itself among them);
the rest is ranked by distance, the first index first on ties. The average precision is the plain one of torchreid: the
mean of the precision at the rank of every match. (The trapezoid rule of the data set's MATLAB code gives slightly other
values.)

@param distances query.size() x gallery.size(), row by row.
@throws std::invalid_argument when sizes do not fit or no query has a match.
*/
RankingMetrics rankingMetrics(const std::vector<float>& distances, const PictureLabels& query,
                              const PictureLabels& gallery);

}  // namespace brnpa::trainer
