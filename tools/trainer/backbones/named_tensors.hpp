#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

namespace brnpa::trainer {

//! Weights by name, in the names of the file ("features.0.0.weight").
using NamedTensors = std::map<std::string, torch::Tensor>;

}  // namespace brnpa::trainer
