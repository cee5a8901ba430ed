#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// When a video begins, or a picture was taken, as --recorded-at says.
/// @param said a time as millisecondsOf() reads it; "modified": the file was closed at its end; a pattern of strptime()
/// such as %Y%m%d-%H%M%S, which is looked for in the file's name, local time; empty: now.
/// @param input path or URI of the video. @param durationNs of the video, where it is known; "modified" needs it.
/// @returns milliseconds since 1970, UTC.
/// @throws reid::InputError when the name holds no such time, or there is no file.
int64_t recordingTimeMs(const std::string& said, const std::string& input, std::optional<int64_t> durationNs);

/// What a user is told who gives one time for several videos.
constexpr const char* ONE_TIME_FOR_SEVERAL =
    "it says when one video begins, and here are several; name a pattern of their names, such as %Y%m%d-%H%M%S, or "
    "modified";

/// Whether it says when one video begins, and not where that is found.
bool isOneTime(const std::string& said);

/// A validator's function: empty when recordingTimeMs() can do something with the text, else what is wrong.
std::string refuseRecordingTime(const std::string& said);
