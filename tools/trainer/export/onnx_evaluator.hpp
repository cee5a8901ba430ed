#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

namespace brnpa::trainer {

/** Runs an ONNX model of the operators that this program writes, each as ONNX's specification (opset 10) defines it,
with LibTorch: what checks an exported file where no other runtime is at hand.

@param onnx the content of the file, with one input.
@return the outputs by name.
@throws InputError for an operator that this program does not write. */
std::map<std::string, torch::Tensor> evaluateOnnx(const std::string& onnx, const torch::Tensor& input);

}  // namespace brnpa::trainer
