#pragma once

#include <vector>

#include "stream_names.hpp"
#include "stream_options.hpp"

/// What can be refused before anything is opened or written: a source that is not there, a file that would be
/// overwritten and is no result, a file that cannot be written. Leaves no trace.
/// @throws reid::InputError and reid::ResourceError.
void refuseBeforeTheWork(const StreamOptions& options, const std::vector<NamedSource>& sources);
