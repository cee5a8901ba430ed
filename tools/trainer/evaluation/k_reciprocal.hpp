#pragma once

#include <cstddef>
#include <vector>

namespace brnpa::trainer {

//! The paper's values for Market-1501.
struct KReciprocalParams {
    int k1 = 20;          //!< neighbours that may be reciprocal, 1 or more
    int k2 = 6;           //!< neighbours, the picture itself among them, whose features are averaged; 1 or more
    double lambda = 0.3;  //!< share of the old distance in the new one, 0..1
};

/** Re-ranking with k-reciprocal encoding (Zhong et al., CVPR 2017).

A picture is described by its k-reciprocal neighbours (they have it among theirs, too), weighted by exp(-distance); two
pictures are as far apart as these sets are different (Jaccard), mixed with the old distance. Where the paper leaves
room it follows the authors' code, as torchreid and fast-reid do: a picture is its own first neighbour and does not
count in k1; a neighbour's set joins when more than two thirds of it is shared; the weights of a picture sum to 1; every
picture's distances are divided by the largest of them first.

@param distances pictures x pictures, row by row, symmetric: squared Euclidean, or cosine, which is proportional to it.
@param queries, gallery the pictures that ask and that are searched, as rows of the matrix; they may overlap.
@return queries.size() x gallery.size(), row by row, 0..1.
@throws std::invalid_argument when sizes or parameters do not fit.
*/
std::vector<float> kReciprocalDistances(const std::vector<float>& distances, std::size_t pictures,
                                        const std::vector<std::size_t>& queries,
                                        const std::vector<std::size_t>& gallery,
                                        const KReciprocalParams& params = KReciprocalParams());

}  // namespace brnpa::trainer
