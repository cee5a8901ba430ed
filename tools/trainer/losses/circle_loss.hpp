#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

/** Circle loss over the pairs of a batch (Sun et al., CVPR 2020, equations 4 to 8).

For the cosine similarities p of an image's positives and n of its negatives, with margin m and scale g:
log(1 + sum exp(g [n + m]+ (n - m)) * sum exp(-g [1 + m - p]+ (p - (1 - m)))). The bracketed factors take no gradient.

@param embeddings N x D, floating point; they are normalized here.
@param labels N, int64.
@param margin 0..1; the paper's re-identification uses 0.25.
@param scale > 0; the paper's re-identification uses 128, fast-reid 64.
@return the mean over the images that have a positive and a negative, a scalar; 0 where there is none.
*/
torch::Tensor circleLoss(const torch::Tensor& embeddings, const torch::Tensor& labels, double margin, double scale);

}  // namespace brnpa::trainer
