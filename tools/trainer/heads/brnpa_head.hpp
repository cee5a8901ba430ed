#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

//! Result of brnpaHead(): the same three outputs as the ONNX operator BRNPA.
struct BrnpaOutput {
    torch::Tensor vectors;  //!< N x (K*C), the representative vectors side by side
    torch::Tensor maps;     //!< N x K x H x W, each map sums to 1
    torch::Tensor norms;    //!< N x 1 x H x W, |x| + epsilon
};

/** BR-NPA (arXiv 2106.02566, section 3; the author's rule a <- (1 - s) a) of torch operations, so that gradients flow.

The gradient goes through vectors, maps and norms; the choice of the seed pixels has none.
@param features N x C x H x W, floating point, non-negative. An image of zeros gets uniform maps and zero vectors.
@param numParts K, 1..H*W.
@param epsilon added to every norm, > 0.
@throws std::invalid_argument for other values, with the value.
*/
BrnpaOutput brnpaHead(const torch::Tensor& features, int numParts, double epsilon);

}  // namespace brnpa::trainer
