#include "recording_time.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <ctime>
#include <filesystem>

#include "clock_text.hpp"
#include "input_paths.hpp"
#include "reid/errors.hpp"

namespace {

constexpr const char* MODIFIED = "modified";
constexpr int64_t MS_PER_SECOND = 1000, NS_PER_MS = 1000000;

bool isPattern(const std::string& said) {
    return said.find('%') != std::string::npos;
}

int64_t modifiedMs(const std::string& input) {
    struct stat file {};
    if (stat(input.c_str(), &file) != 0)
        throw reid::InputError(
            fmt::format("--recorded-at modified wants files, and {} is none.", withoutPasswords(input)));
    return MS_PER_SECOND * static_cast<int64_t>(file.st_mtim.tv_sec) + file.st_mtim.tv_nsec / NS_PER_MS;
}

std::string written(const std::string& pattern, const std::tm& time) {
    std::array<char, 256> text{};
    return {text.data(), std::strftime(text.data(), text.size(), pattern.c_str(), &time)};
}

/// Whether it tells one day from another.
bool hasDate(const std::string& pattern) {
    const auto writtenOn = [&](int year, int month, int day) {
        std::tm time{};
        time.tm_year = year - 1900;
        time.tm_mon = month - 1;
        time.tm_mday = day;
        time.tm_isdst = -1;
        std::mktime(&time);
        return written(pattern, time);
    };
    const std::string one = writtenOn(2001, 2, 3);
    return one != writtenOn(2002, 2, 3) && one != writtenOn(2001, 3, 3) && one != writtenOn(2001, 2, 4);
}

bool isDigit(char character) {
    return character >= '0' && character <= '9';
}

/// strptime() is content with fewer digits, with days that no month has, and with a part of a longer number: what it
/// finds has to be written as it stands in the name, between signs that are no digits.
int64_t timeInName(const std::string& pattern, const std::string& input) {
    const std::string name = std::filesystem::path(input).filename().string();
    for (size_t at = 0; at < name.size(); ++at) {
        if (at > 0 && isDigit(name[at - 1])) continue;
        std::tm fields{};
        fields.tm_mday = 1;
        fields.tm_isdst = -1;  // summer time or not: as the calendar says
        const char* const begin = name.c_str() + at;
        const char* const end = strptime(begin, pattern.c_str(), &fields);
        if (!end || isDigit(*end)) continue;
        const std::time_t time = std::mktime(&fields);
        if (written(pattern, fields) == std::string(begin, end)) return MS_PER_SECOND * static_cast<int64_t>(time);
    }
    throw reid::InputError(fmt::format("The name {} holds no time like the {} of --recorded-at.", name, pattern));
}

}  // namespace

int64_t recordingTimeMs(const std::string& said, const std::string& input, std::optional<int64_t> durationNs) {
    if (said.empty()) return nowMs();
    if (said == MODIFIED) {
        if (!durationNs)
            throw reid::InputError(
                fmt::format("{} does not tell how long it is, as --recorded-at modified needs it.", input));
        return modifiedMs(input) - *durationNs / NS_PER_MS;
    }
    return isPattern(said) ? timeInName(said, input) : millisecondsOf(said);
}

bool isOneTime(const std::string& said) {
    return !said.empty() && said != MODIFIED && !isPattern(said);
}

std::string refuseRecordingTime(const std::string& said) {
    if (isPattern(said) && !hasDate(said))
        return said + " is no pattern with year, month and day, such as %Y%m%d-%H%M%S";
    if (!isOneTime(said)) return "";
    const std::string refusal = refuseUnreadableTime(said);
    return refusal.empty() ? "" : refusal + ", nor modified, nor a pattern of file names such as %Y%m%d-%H%M%S";
}
