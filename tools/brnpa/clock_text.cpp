#include "clock_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <ctime>
#include <stdexcept>

namespace {

constexpr int64_t MS_PER_SECOND = 1000;

/// Rounded down, so that the milliseconds that remain are not negative before 1970 either.
std::time_t wholeSeconds(int64_t timeMs) {
    return timeMs / MS_PER_SECOND - (timeMs % MS_PER_SECOND < 0 ? 1 : 0);
}

}  // namespace

int64_t nowMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string localTime(int64_t timeMs) {
    return fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(wholeSeconds(timeMs)));
}

std::string isoTime(int64_t timeMs) {
    const std::time_t seconds = wholeSeconds(timeMs);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), timeMs - MS_PER_SECOND * seconds);
}

int64_t millisecondsOf(const std::string& text) {
    constexpr std::array FORMATS = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M",
                                    "%Y-%m-%d"};
    for (const char* format : FORMATS) {
        std::tm fields{};
        fields.tm_isdst = -1;  // summer time or not: as the calendar says
        const char* end = strptime(text.c_str(), format, &fields);
        if (end == nullptr || *end != '\0') continue;
        return MS_PER_SECOND * static_cast<int64_t>(std::mktime(&fields));
    }
    throw std::invalid_argument(text + " is not a time such as 2026-11-23T14:05:00");
}

std::string refuseUnreadableTime(const std::string& text) {
    try {
        millisecondsOf(text);
        return "";
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}
