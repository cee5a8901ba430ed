#pragma once

#include <ostream>

#include "annotate_options.hpp"

/// Runs `brnpa annotate`.
/// @param out for progress and the summary. @param warnings one sentence a line.
/// @param terminal whether out is a terminal.
/// @returns the exit code: 0, 3 when one of several videos could not be done, or Interruption::EXIT_CODE.
/// @throws reid::InputError, reid::ResourceError.
int annotate(const AnnotateOptions& options, std::ostream& out, std::ostream& warnings, bool terminal);
