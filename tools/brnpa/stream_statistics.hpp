#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "latency_histogram.hpp"
#include "live_source.hpp"
#include "reid/person_pipeline.hpp"

/// What happened to the frames of one source. From any thread.
class StreamStatistics {
  public:
    enum Stage { People, Draw, Show, Record };
    static constexpr std::array NAMES = {"people", "draw", "show", "record"};
    using Durations = std::array<double, NAMES.size()>;  ///< milliseconds

    /// A frame is through.
    /// @param latencyMs from the camera to where it is shown; below 0: not from a camera.
    void add(const std::vector<reid::Person>& people, const Durations& durations, double latencyMs);

    /// One line: what happened since the last one.
    /// @param seconds since then.
    std::string status(const LiveSource::Counts& counts, double seconds);

    /// @param seconds in all.
    nlohmann::ordered_json toJson(const LiveSource::Counts& counts, double seconds) const;

  private:
    mutable std::mutex mutex_;
    int64_t frames_ = 0, framesBefore_ = 0;
    size_t inView_ = 0;
    std::set<int> tracks_, identities_;
    std::array<LatencyHistogram, NAMES.size()> stages_;
    LatencyHistogram latency_, latestLatency_;
};
