#pragma once

#include <istream>
#include <string>

#include "backbones/named_tensors.hpp"

namespace brnpa::trainer {

/** Reads a state_dict that PyTorch before 1.6 saved (torch.save without the zip container): five pickles, then the
storages.

Only float and integer tensors of a flat dictionary; nothing in the file is executed.
@throws InputError that says in one sentence what does not fit.
*/
NamedTensors readLegacyWeights(const std::string& path);

//! The same from a stream that can seek; `what` names it in messages.
NamedTensors readLegacyWeights(std::istream& stream, const std::string& what);

}  // namespace brnpa::trainer
