#pragma once

#include <memory>
#include <vector>

#include "reid/detector.hpp"
#include "reid/embedder.hpp"

namespace reid {

struct TrackerOptions {
    int confirmAfter = 2;     ///< detections before a track is shown
    int dropAfter = 30;       ///< frames without a detection before a track ends
    double minOverlap = 0.2;  ///< intersection over union of a predicted box and a detection that may be the same
    double maxAppearanceDistance = 0.5;  ///< in the units of the metric
    double appearanceWeight = 0.5;  ///< share of the appearance in the cost of a pair, 0..1; the rest is 1 - overlap
    Metric metric = Metric::Cosine;
};

struct Track {
    int id;            ///< from 1, never used twice
    cv::Rect2f box;    ///< in this frame, predicted or corrected
    float confidence;  ///< of the last detection
    int detections;    ///< so far
    int framesSinceDetection;
    bool confirmed;
    Embedding embedding;  ///< running mean over the track's detections, length 1 when the metric is cosine
};

/// Joins detections over frames: Kalman prediction, and the assignment of least cost of overlap and appearance
/// (Hungarian method). Frames without detection only move the boxes.
class Tracker {
  public:
    explicit Tracker(const TrackerOptions& options = {});
    ~Tracker();

    /// A frame on which no detector ran.
    const std::vector<Track>& predict();

    /// A frame on which the detector ran.
    /// @param appearances one per detection.
    const std::vector<Track>& update(const std::vector<Detection>& detections,
                                     const std::vector<Embedding>& appearances);

    /// The living tracks, confirmed or not, by id.
    const std::vector<Track>& tracks() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid
