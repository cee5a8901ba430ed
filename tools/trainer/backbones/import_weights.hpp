#pragma once

#include <string>

namespace brnpa::trainer {

/** Reads weights with readWeights(), writes them with writeWeights() and prints the table on stdout.
@throws InputError, ResourceError as these do. */
void importWeights(const std::string& file, const std::string& output);

}  // namespace brnpa::trainer
