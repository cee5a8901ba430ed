#pragma once

#include <cstdint>
#include <vector>

#include "evaluation/distance_matrix.hpp"
#include "evaluation/picture_labels.hpp"

namespace brnpa::trainer {

//! The distance up to which two pictures count as the same person, and what that costs.
struct AcceptThreshold {
    double falseAcceptRate = 0;  //!< wanted share of pairs of different people that are accepted
    double distance = 0;
    double low = 0, high = 0;   //!< 95 % interval of the distance, bootstrap over people
    double trueAcceptRate = 0;  //!< share of pairs of the same person that are accepted at `distance`
};

/** Thresholds from all pairs of pictures of one set that different cameras took; a picture whose camera is unknown (0)
pairs with all others.

`distance` is the largest distance d between two different people for which at most the wanted share of such pairs is at
most d apart. The interval resamples people, not pairs, since the pairs of one person are not independent.

@param distances n x n, symmetric.
@param rates wanted, each 0..1.
@param replicas of the bootstrap; 0: the interval is the distance itself.
@param seed of the bootstrap.
@throws std::invalid_argument when sizes do not fit, or there is no cross-camera pair of either kind.
*/
std::vector<AcceptThreshold> acceptThresholds(const DistanceMatrix& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed);

//! The same for distances in memory, row by row.
std::vector<AcceptThreshold> acceptThresholds(const std::vector<float>& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed);

}  // namespace brnpa::trainer
