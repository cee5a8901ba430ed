#pragma once

#include <cstdint>
#include <vector>

#include "evaluation/distance_matrix.hpp"
#include "evaluation/picture_labels.hpp"

namespace brnpa::trainer {

//! The distance up to which a picture counts as a known person, and what that costs.
struct AcceptThreshold {
    double falseAcceptRate = 0;  //!< wanted share of comparisons of a picture with another person that are accepted
    double distance = 0;
    double low = 0, high = 0;   //!< 95 % interval of the distance, bootstrap over people
    double trueAcceptRate = 0;  //!< share of pictures that are accepted as their own person at `distance`
};

/** Thresholds of the comparison that a gallery makes: a picture against a person, by the distance to the nearest of at
most 16 of the person's pictures, as many as the runtime's gallery keeps. Only pictures that other cameras took than the
one that asks are compared with it, a picture whose camera is unknown (0) with all others; of more than 16 they are
evenly spread over their order.

`distance` is the largest distance d of a picture to another person for which at most the wanted share of such
comparisons is at most d apart. The interval resamples people, not comparisons, since those of one person are not
independent.

@param distances n x n, symmetric.
@param rates wanted, each 0..1.
@param replicas of the bootstrap; 0: the interval is the distance itself.
@param seed of the bootstrap.
@throws std::invalid_argument when sizes do not fit, or there is no cross-camera comparison of either kind.
*/
std::vector<AcceptThreshold> acceptThresholds(const DistanceMatrix& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed);

//! The same for distances in memory, row by row.
std::vector<AcceptThreshold> acceptThresholds(const std::vector<float>& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed);

}  // namespace brnpa::trainer
