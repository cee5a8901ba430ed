#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

namespace brnpa::trainer {

//! Weights by name, in the names of the file ("features.0.0.weight").
using NamedTensors = std::map<std::string, torch::Tensor>;

/** Reads a state_dict that PyTorch before 1.6 saved (torch.save without the zip container): five pickles, then the
storages.

Only float and integer tensors of a flat dictionary; nothing in the file is executed.
@throws InputError that says in one sentence what does not fit.
*/
NamedTensors readLegacyWeights(const std::string& path);

}  // namespace brnpa::trainer
