#pragma once

#include <ostream>

#include "stream_options.hpp"

/// Runs `brnpa stream` until its sources end, the time is over or Ctrl-C.
/// @returns the exit code. @throws reid::InputError and reid::ResourceError as annotate() does.
int stream(const StreamOptions& options, std::ostream& out, std::ostream& warnings);
