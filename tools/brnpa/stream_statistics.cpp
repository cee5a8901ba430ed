#include "stream_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "progress.hpp"

namespace {

constexpr double STEPS = 100;   // hundredths
constexpr double WORTH_MS = 1;  // what a stage takes to be named in a status

double rounded(double value) {
    return std::round(value * STEPS) / STEPS;
}

nlohmann::ordered_json summary(const LatencyHistogram& times) {
    return {{"mean", rounded(times.mean())},
            {"p50", rounded(times.quantile(0.5))},
            {"p95", rounded(times.quantile(0.95))},
            {"max", rounded(times.most())}};
}

}  // namespace

void StreamStatistics::passed(Stage stage, double milliseconds) {
    const std::lock_guard<std::mutex> guard(mutex_);
    ++stages_[stage].frames;
    if (milliseconds <= 0) return;
    stages_[stage].times.add(milliseconds);
    stages_[stage].latest.add(milliseconds);
}

void StreamStatistics::add(const std::vector<reid::Person>& people, double peopleMs, double latencyMs) {
    const std::lock_guard<std::mutex> guard(mutex_);
    ++frames_;
    inView_ = people.size();
    for (const reid::Person& person : people) {
        tracks_.insert(person.trackId);
        if (const std::optional<int> before = changes_.givenUp(person)) identities_.erase(*before);
        if (person.identity) identities_.insert(*person.identity);
    }
    people_.add(peopleMs);
    if (latencyMs < 0) return;
    latency_.add(latencyMs);
    latestLatency_.add(latencyMs);
}

std::string StreamStatistics::status(const LiveSource::Counts& counts, double seconds) {
    const std::lock_guard<std::mutex> guard(mutex_);
    std::string line =
        fmt::format("{:.1f} frames/s", static_cast<double>(frames_ - framesBefore_) / std::max(seconds, 1e-3));
    if (!counts.size.empty()) line += fmt::format(" of {}x{}", counts.size.width, counts.size.height);
    line += fmt::format(", {} in view", counted(inView_, "person", "people"));
    if (latestLatency_.count() > 0)
        line +=
            fmt::format(", {:.0f} ms behind the camera (95 %: {:.0f} ms), {} of {} frames dropped",
                        latestLatency_.quantile(0.5), latestLatency_.quantile(0.95), counts.dropped, counts.decoded);
    else
        line += fmt::format(", {} of {} frames done", frames_, counts.decoded);
    if (counts.reconnects > 0)
        line +=
            fmt::format(", reconnected {}, away {}", counted(static_cast<size_t>(counts.reconnects), "time", "times"),
                        spokenDuration(counts.awaySeconds));
    line += latestStages();
    framesBefore_ = frames_;
    latestLatency_ = {};
    for (Passed& stage : stages_)
        stage.latest = {};
    return line;
}

std::string StreamStatistics::latestStages() const {
    std::string list;
    for (size_t i = 0; i < stages_.size(); ++i) {
        const LatencyHistogram& times = stages_[i].latest;
        if (times.quantile(0.95) < WORTH_MS) continue;
        list += fmt::format("{}{} {:.0f} ({:.0f})", list.empty() ? "; ms of stages (95 %): " : ", ", NAMES[i],
                            times.quantile(0.5), times.quantile(0.95));
    }
    return list;
}

std::string StreamStatistics::closing(const LiveSource::Counts& counts, double seconds) const {
    const std::lock_guard<std::mutex> guard(mutex_);
    return fmt::format(
        "{} in {} ({:.1f} frames/s), {} dropped: {}, {}", counted(static_cast<size_t>(frames_), "frame", "frames"),
        spokenDuration(seconds), static_cast<double>(frames_) / std::max(seconds, 1e-3), counts.dropped,
        counted(tracks_.size(), "track", "tracks"), counted(identities_.size(), "identity", "identities"));
}

nlohmann::ordered_json StreamStatistics::stagesToJson(const LiveSource::Counts& counts) const {
    nlohmann::ordered_json stages;
    int64_t in = counts.decoded;
    for (size_t i = 0; i < stages_.size(); ++i) {
        const auto& [out, times, latest] = stages_[i];
        stages[NAMES[i]] = {{"in", in},
                            {"out", out},
                            {"dropped", i == Decode ? counts.dropped : in - out},
                            {"worked", times.count()},
                            {"latency_ms", summary(times)}};
        in = out;
    }
    return stages;
}

nlohmann::ordered_json StreamStatistics::toJson(const LiveSource::Counts& counts, double seconds) const {
    const std::lock_guard<std::mutex> guard(mutex_);
    nlohmann::ordered_json sums{{"people", summary(people_)}};
    for (const Stage stage : {Draw, Show, Record})
        sums[NAMES[stage]] = summary(stages_[stage].times);
    return {{"size", {{"width", counts.size.width}, {"height", counts.size.height}}},
            {"frames", {{"decoded", counts.decoded}, {"dropped", counts.dropped}, {"processed", frames_}}},
            {"frames_per_second", rounded(static_cast<double>(frames_) / std::max(seconds, 1e-3))},
            {"reconnects", counts.reconnects},
            {"away_seconds", rounded(counts.awaySeconds)},
            {"tracks", tracks_.size()},
            {"identities", identities_.size()},
            {"stages", stagesToJson(counts)},
            {"stages_ms", sums},
            {"latency_ms", latency_.count() > 0 ? summary(latency_) : nlohmann::ordered_json(nullptr)}};
}
