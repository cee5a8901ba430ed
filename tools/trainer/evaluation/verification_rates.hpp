#pragma once

#include <vector>

#include "evaluation/distance_matrix.hpp"
#include "evaluation/picture_labels.hpp"

namespace brnpa::trainer {

/** Points of the two ROC curves of "same person or not", over all pairs of a query and a gallery picture that is not
its junk. All values 0..1. */
struct VerificationRate {
    double falsePositiveRate = 0;  //!< wanted
    //! Positive is the same person: the share of such pairs that is accepted where the wanted share of the pairs of
    //! different people is.
    double truePositiveRate = 0;
    //! What fast-reid prints as TPR@FPR. Positive there is the greater distance: the share of pairs of different people
    //! that is told apart where the wanted share of pairs of the same person is, too.
    double fastReidTruePositiveRate = 0;
};

/** The rates at the point of the curve whose false positive rate is nearest to the wanted one (the lower of two), and
of several such points at the one with the highest true positive rate.

@param distances query.size() x gallery.size().
@param rates wanted, each 0..1.
@throws std::invalid_argument when sizes do not fit or there is no pair of either kind.
*/
std::vector<VerificationRate> verificationRates(const DistanceMatrix& distances, const PictureLabels& query,
                                                const PictureLabels& gallery, const std::vector<double>& rates);

}  // namespace brnpa::trainer
