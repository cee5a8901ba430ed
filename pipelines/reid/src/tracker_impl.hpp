#pragma once

#include <utility>
#include <vector>

#include "pairing.hpp"
#include "reid/box_filter.hpp"
#include "reid/tracker.hpp"

namespace reid {

/// The state of a tracker: tracker.cpp has its frames, tracker_pairs.cpp who can be whom, tracker_rejoin.cpp who is
/// back.
struct Tracker::Impl {
    /// What else is known of a track.
    struct Followed {
        BoxFilter filter;
        int learned;  // pictures in the running mean of its appearance
        int runs;     // of the detector since it began, that one included
        int strong;   // detections that might have started it
    };

    explicit Impl(const TrackerOptions& trackerOptions) : options(trackerOptions) {}

    cv::Mat1d overlaps(const std::vector<Detection>& detections) const;
    std::vector<int> clearPairs(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                const std::vector<char>& crowded) const;
    bool isWeak(const Detection& detection) const { return detection.confidence < options.startConfidence; }
    bool isExpected(size_t index, const Detection& detection) const;
    bool isDuplicate(const std::vector<Detection>& detections, size_t index, const Pairing& pairing) const;
    cv::Mat1d pairCosts(const cv::Mat1d& shared, const std::vector<Detection>& detections,
                        const std::vector<Embedding>& appearances) const;
    cv::Mat1d placeCosts(const std::vector<Detection>& detections) const;
    void correct(size_t index, const std::vector<Detection>& detections, int taken, const Embedding& appearance,
                 bool clean);
    void update(const std::vector<Detection>& detections, const Looks& looks, cv::Size frame);
    std::vector<Embedding> look(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                const Pairing& pairing, const Looks& looks) const;
    void learn(size_t index, const Embedding& appearance, bool clean);
    void start(const std::vector<Detection>& detections, int taken, const Embedding& appearance, bool clean);
    /// Who appears near where somebody was lost, and looks the same, goes on as that one.
    void rejoin();
    void continueAs(size_t lost, size_t young);
    void advance();
    template <typename Predicate>
    void removeWhere(Predicate ended);

    TrackerOptions options;
    std::vector<Track> tracks;
    std::vector<Followed> followed;  // one per track
    int nextId = 1;
};

template <typename Predicate>
void Tracker::Impl::removeWhere(Predicate ended) {
    size_t kept = 0;
    for (size_t i = 0; i < tracks.size(); ++i) {
        if (ended(tracks[i])) continue;
        if (kept != i) {
            tracks[kept] = std::move(tracks[i]);
            followed[kept] = std::move(followed[i]);
        }
        ++kept;
    }
    tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(kept), tracks.end());
    followed.erase(followed.begin() + static_cast<std::ptrdiff_t>(kept), followed.end());
}

}  // namespace reid
