#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

#include "backbones/mobilenet_v2.hpp"
#include "export/onnx_graph.hpp"

namespace brnpa::trainer {

//! The numbers of a tensor, row by row.
std::vector<float> values(const torch::Tensor& tensor);

//! y = scale * x + shift for each channel, in double precision.
struct Affine {
    torch::Tensor scale, shift;
};

//! Batch normalization by the running statistics.
template <class BatchNorm>
Affine affineOf(const BatchNorm& norm) {
    const auto scale =
        norm.weight.to(torch::kFloat64) / (norm.running_var.to(torch::kFloat64) + norm.options.eps()).sqrt();
    return {scale, norm.bias.to(torch::kFloat64) - norm.running_mean.to(torch::kFloat64) * scale};
}

//! A convolution without bias, and the batch normalization behind it, as one convolution.
OnnxGraph::Convolution fold(const torch::nn::Conv2dImpl& convolution, const torch::nn::BatchNorm2dImpl& norm);

//! A convolution with bias.
OnnxGraph::Convolution plain(const torch::nn::Conv2dImpl& convolution);

/** A chain of convolutions with batch normalization, and of ReLU6.
@param name the nodes' names begin with it.
@param tensor that goes in.
@return the tensor that comes out.
@throws std::logic_error for another layer. */
std::string exportChain(OnnxGraph& graph, const torch::nn::Sequential& chain, const std::string& name,
                        std::string tensor);

//! The tensors at the ends of the stages.
std::vector<std::string> exportBackbone(OnnxGraph& graph, MobileNetV2& backbone, const std::string& input);

}  // namespace brnpa::trainer
