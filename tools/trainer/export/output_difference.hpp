#pragma once

#include <torch/torch.h>

#include <string>

namespace brnpa::trainer {

//! Largest difference that an exported model may have from the network it was made from.
constexpr double exportTolerance = 1e-4;

/** The largest |difference| / max(1, largest |expected number|) of an output of an exported model.
@param what names the output in messages.
@throws InputError when it is above exportTolerance or NaN, or the shapes differ. */
double outputDifference(const torch::Tensor& got, const torch::Tensor& expected, const std::string& what);

}  // namespace brnpa::trainer
