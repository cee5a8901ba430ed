#include "stream_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "progress.hpp"

namespace {

constexpr double STEPS = 100;  // hundredths

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

void StreamStatistics::add(const std::vector<reid::Person>& people, const Durations& durations, double latencyMs) {
    const std::lock_guard<std::mutex> guard(mutex_);
    ++frames_;
    inView_ = people.size();
    for (const reid::Person& person : people) {
        tracks_.insert(person.trackId);
        if (person.identity) identities_.insert(*person.identity);
    }
    for (size_t i = 0; i < durations.size(); ++i)
        stages_[i].add(durations[i]);
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
    if (counts.reconnects > 0)
        line +=
            fmt::format(", reconnected {}, away {}", counted(static_cast<size_t>(counts.reconnects), "time", "times"),
                        spokenDuration(counts.awaySeconds));
    framesBefore_ = frames_;
    latestLatency_ = {};
    return line;
}

nlohmann::ordered_json StreamStatistics::toJson(const LiveSource::Counts& counts, double seconds) const {
    const std::lock_guard<std::mutex> guard(mutex_);
    nlohmann::ordered_json stages;
    for (size_t i = 0; i < stages_.size(); ++i)
        stages[NAMES[i]] = summary(stages_[i]);
    return {{"size", {{"width", counts.size.width}, {"height", counts.size.height}}},
            {"frames", {{"decoded", counts.decoded}, {"dropped", counts.dropped}, {"processed", frames_}}},
            {"frames_per_second", rounded(static_cast<double>(frames_) / std::max(seconds, 1e-3))},
            {"reconnects", counts.reconnects},
            {"away_seconds", rounded(counts.awaySeconds)},
            {"tracks", tracks_.size()},
            {"identities", identities_.size()},
            {"stages_ms", stages},
            {"latency_ms", latency_.count() > 0 ? summary(latency_) : nlohmann::ordered_json(nullptr)}};
}
