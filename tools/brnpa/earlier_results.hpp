#pragma once

#include <functional>
#include <optional>

#include "annotate_plan.hpp"
#include "video_summary.hpp"

/// What an earlier run finished of a video, for --resume. Results of a run that was killed after it had made all of
/// them are given their places.
/// @param settings of this run.
/// @param galleryVisits of the gallery as it is now; asked only when it matters.
/// @returns the summary; empty when the video is still to do.
/// @throws reid::InputError when whole results are there of other settings or of a video that has changed since, and
///         options.overwrite does not say that they may go.
std::optional<VideoSummary> finishedEarlier(const AnnotateTask& task, const AnnotateOptions& options,
                                            const nlohmann::ordered_json& settings,
                                            const std::function<int64_t()>& galleryVisits);
