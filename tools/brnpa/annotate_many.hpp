#pragma once

#include <ostream>
#include <vector>

#include "annotate_video.hpp"

/// Annotates several videos, some at once where the options say so, and writes a report of all of them.
/// @returns the exit code: 0, 3 when a video could not be done, or Interruption::EXIT_CODE.
/// @throws reid::ResourceError when the machine fails; what was done by then is kept.
int annotateMany(const AnnotateContext& context, const std::vector<AnnotateTask>& tasks, std::ostream& out,
                 std::ostream& warnings, bool terminal);

/// For example "3 tracks, 2 identities".
std::string whoWasSeen(const VideoSummary& summary);
