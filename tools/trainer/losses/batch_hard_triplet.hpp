#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

/** Batch-hard triplet loss (Hermans et al., arXiv 1703.07737): for every image its farthest positive and nearest
negative.

@param embeddings N x D, floating point.
@param labels N, int64; every label at least twice and at least two labels, else an image has no triplet and counts 0.
@param margin > 0: mean of max(0, margin + d(positive) - d(negative)); 0: the soft margin, mean of log(1 + exp(dp -
dn)).
@return the mean over the images that have a triplet, a scalar; d is the Euclidean distance.
*/
torch::Tensor batchHardTriplet(const torch::Tensor& embeddings, const torch::Tensor& labels, double margin);

}  // namespace brnpa::trainer
