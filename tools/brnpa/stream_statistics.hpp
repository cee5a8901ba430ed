#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "identity_changes.hpp"
#include "latency_histogram.hpp"
#include "live_source.hpp"
#include "reid/person_pipeline.hpp"

/// What happened to the frames of one source. From any thread.
class StreamStatistics {
  public:
    /// What a frame goes through, one after the other.
    enum Stage { Decode, Detect, Track, Embed, Identify, Draw, Show, Record };
    static constexpr std::array NAMES = {"decode", "detect", "track", "embed", "identify", "draw", "show", "record"};

    /// A frame is through a stage.
    /// @param milliseconds that it took; 0: there was nothing to do.
    void passed(Stage stage, double milliseconds);

    /// A frame is through.
    /// @param peopleMs that it took from Detect to Identify.
    /// @param latencyMs from the camera to where it is shown; below 0: not from a camera.
    void add(const std::vector<reid::Person>& people, double peopleMs, double latencyMs);

    /// One line: what happened since the last one.
    /// @param seconds since then.
    std::string status(const LiveSource::Counts& counts, double seconds);

    /// One line for the end.
    /// @param seconds in all.
    std::string closing(const LiveSource::Counts& counts, double seconds) const;

    /// When no more frames come: what went into a stage and not out is lost.
    /// @param seconds in all.
    nlohmann::ordered_json toJson(const LiveSource::Counts& counts, double seconds) const;

  private:
    struct Passed {
        int64_t frames = 0;
        LatencyHistogram times, latest;  ///< in all, and since the last status
    };

    std::string latestStages() const;
    nlohmann::ordered_json stagesToJson(const LiveSource::Counts& counts) const;

    mutable std::mutex mutex_;
    int64_t frames_ = 0, framesBefore_ = 0;
    size_t inView_ = 0;
    std::set<int> tracks_, identities_;
    IdentityChanges changes_;
    std::array<Passed, NAMES.size()> stages_;
    LatencyHistogram people_, latency_, latestLatency_;
};
