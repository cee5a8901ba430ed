#include "recording_time.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

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

int64_t timeInName(const std::string& pattern, const std::string& input) {
    const std::string name = std::filesystem::path(input).filename().string();
    for (size_t at = 0; at < name.size(); ++at) {
        std::tm fields{};
        fields.tm_mday = 1;
        fields.tm_isdst = -1;  // summer time or not: as the calendar says
        if (strptime(name.c_str() + at, pattern.c_str(), &fields))
            return MS_PER_SECOND * static_cast<int64_t>(std::mktime(&fields));
    }
    throw reid::InputError(fmt::format("The name {} holds no time like the {} of --recorded-at.", name, pattern));
}

}  // namespace

int64_t recordingTimeMs(const std::string& said, const std::string& input, std::optional<int64_t> durationNs) {
    if (said.empty()) return nowMs();
    if (said == MODIFIED) return modifiedMs(input) - durationNs.value_or(0) / NS_PER_MS;
    return isPattern(said) ? timeInName(said, input) : millisecondsOf(said);
}

bool isOneTime(const std::string& said) {
    return !said.empty() && said != MODIFIED && !isPattern(said);
}

std::string refuseRecordingTime(const std::string& said) {
    if (!isOneTime(said)) return "";
    const std::string refusal = refuseUnreadableTime(said);
    return refusal.empty() ? "" : refusal + ", nor modified, nor a pattern of file names such as %Y%m%d-%H%M%S";
}
