#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "reid/detector.hpp"
#include "reid/embedder.hpp"

namespace reid {

struct TrackerOptions {
    int confirmAfter = 2;  ///< detections of startConfidence or more before a track is shown, 1 or more
    int dropAfter = 60;    ///< frames without a detection after which a track ends
    /// Intersection over union of a predicted box and a detection that may be the same. Both are grown on each side by
    /// the standard deviation of the prediction first: between two runs of the detector a walker can move by more than
    /// the width of the box, before the velocity is known. Detections under startConfidence get no such allowance.
    double minOverlap = 0.2;
    /// Of a track and a detection that may be the same; in units of the metric. It forbids no pair that lies where the
    /// person is expected (clearOverlap) if the detector found the track the last time it ran: who turns round, or
    /// comes into the picture head first, looks different at once.
    double maxAppearanceDistance = 0.5;
    /// Of a new track and one that was lost nearby, which is then the same person, who came out from behind something;
    /// in units of the metric. 0: never.
    double rejoinDistance = 0.4;
    double appearanceWeight = 0.5;  ///< share of appearance / maxAppearanceDistance in the cost of a pair, 0..1; the
                                    ///< rest is 1 - overlap
    double crowdedShare = 0.3;      ///< a box of which another covers more than this shows two people: it moves the
                                    ///< track, but its appearance is not learned
    double duplicateShare = 0.8;    ///< a detection of which another, that has a track, covers more than this shows
                                    ///< a part of that person, and starts no track
    double startConfidence = -std::numeric_limits<double>::infinity();  ///< a weaker detection starts no track
    /// Frames from one look at the appearance of a track to the next, 1 or more. In between a detection joins a track
    /// by its place alone where there is no doubt: both overlap nobody else, and each other by clearOverlap.
    int lookEvery = 1;
    double clearOverlap = 0.5;  ///< intersection over union of a predicted box and a detection, 0..1
    Metric metric = Metric::Cosine;
};

struct Track {
    int id;            ///< from 1, never used twice
    cv::Rect2f box;    ///< in this frame, predicted or corrected
    float confidence;  ///< of the last detection
    int detections;    ///< so far
    int framesSinceDetection;
    int misses;  ///< runs of the detector since then
    bool confirmed;
    bool clean;           ///< the last detection shows this person alone, and not cut by the border of the frame
    int cleanDetections;  ///< of the detections so far, those that do
    int detection;        ///< index of the detection that it took in this frame; -1: none
    int framesSinceLook;  ///< at its appearance
    Embedding embedding;  ///< running mean over the track's detections, length 1 when the metric is cosine
};

/// Joins detections over frames: Kalman prediction, and the assignment of least cost of overlap and appearance
/// (Hungarian method), in turns as in ByteTrack (Zhang et al., ECCV 2022): detections that might start a track with
/// those who are confirmed, then the weak ones with those who are left and were found by the last run of the detector,
/// by their place alone, since they are mostly half hidden; then whoever is left. A new track whose appearance turns
/// out to be that of one that was lost nearby goes on under its id. Frames without detection only move the boxes.
class Tracker {
  public:
    /// Asked once a frame for the appearances of some of its detections, by their indices, in their order.
    using Looks = std::function<std::vector<Embedding>(const std::vector<size_t>& detections)>;

    /// @throws cv::Exception that names the option when one is out of range.
    explicit Tracker(const TrackerOptions& options = {});
    ~Tracker();

    /// A frame on which no detector ran.
    const std::vector<Track>& predict();

    /// A frame on which the detector ran.
    /// @param detections with an area.
    /// @param frame its size, pixels: a box at its border may show a part of a person only, and moves a track, but its
    ///        appearance is not learned; an empty one has no border.
    const std::vector<Track>& update(const std::vector<Detection>& detections, const Looks& looks, cv::Size frame = {});

    /// Its appearance was looked at otherwise: the next look is due lookEvery frames from now. An unknown id is
    /// ignored.
    void noteLook(int id);

    /// Ends a track now, for example because it left the picture; an unknown id is ignored.
    void end(int id);

    /// The living tracks, confirmed or not, by id.
    const std::vector<Track>& tracks() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid
