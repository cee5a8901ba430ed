#pragma once

#include <ostream>

#include "detect_options.hpp"

/// Runs `brnpa detect`.
/// @param out for progress and the summary. @param warnings one sentence a line.
/// @param terminal whether out is a terminal.
/// @returns the exit code: 0, or Interruption::EXIT_CODE.
/// @throws reid::InputError, reid::ResourceError.
int detect(const DetectOptions& options, std::ostream& out, std::ostream& warnings, bool terminal);
