#pragma once

#include <cstdint>
#include <string>

/// Milliseconds since 1970, UTC.
int64_t nowMs();

/// Local time to the minute, as people read it: "2026-11-23 14:05".
std::string localTime(int64_t timeMs);

/// UTC with milliseconds, as programs read it: "2026-11-23T14:05:00.000Z".
std::string isoTime(int64_t timeMs);

/// Local time such as 2026-11-23T14:05:00, "2026-11-23 14:05" or 2026-11-23.
/// @throws std::invalid_argument for anything else.
int64_t millisecondsOf(const std::string& text);

/// A validator's function: empty when millisecondsOf() reads the text, else what is wrong.
std::string refuseUnreadableTime(const std::string& text);
