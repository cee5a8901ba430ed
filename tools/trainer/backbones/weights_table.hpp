#pragma once

#include <string>

#include "backbones/named_tensors.hpp"

namespace brnpa::trainer {

/** A table of the tensors and numbers for each first part of the names, and of the whole:

        part       tensors      parameters
        features       312       2,223,872
        all            312       2,223,872

The running statistics of batch normalization and integers are tensors, but no parameters. */
std::string weightsTable(const NamedTensors& weights);

}  // namespace brnpa::trainer
