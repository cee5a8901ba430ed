#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

//! What BR-NPA makes of features: the same three outputs as the ONNX operator BRNPA.
struct BrnpaOutput {
    torch::Tensor vectors;  //!< N x (K*C), the representative vectors side by side
    torch::Tensor maps;     //!< N x K x H x W, each map sums to 1
    torch::Tensor norms;    //!< N x 1 x H x W, |x| + epsilon
};

/** BR-NPA (arXiv 2106.02566, section 3; the author's rule a <- (1 - s) a), differentiable.

The gradient goes through vectors, maps and norms; the choice of the seed pixels has none. float32 features on the CPU
go through the kernel of the runtime and its gradient, others through brnpaComposition().
@param features N x C x H x W, floating point, non-negative. An image of zeros gets uniform maps and zero vectors.
@param numParts K, 1..H*W.
@param epsilon added to every norm, > 0.
@throws std::invalid_argument for other values, with the value.
*/
BrnpaOutput brnpaHead(const torch::Tensor& features, int numParts, double epsilon);

/** The same of torch operations, for every precision and device: what the kernel is tested and measured against. */
BrnpaOutput brnpaComposition(const torch::Tensor& features, int numParts, double epsilon);

}  // namespace brnpa::trainer
