#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reid/detector.hpp"

namespace reid {

constexpr int DETECTIONS_SCHEMA_VERSION = 1;

/// What a detector said about one frame.
struct FrameDetections {
    std::string source;            ///< the video or picture, as it was named
    int64_t frame;                 ///< from 0
    std::optional<int64_t> ptsNs;  ///< nanoseconds from the beginning of the stream; empty for a picture
    cv::Size size;                 ///< of the frame, pixels
    std::vector<Detection> detections;
};

/// Takes detections frame by frame and writes them in one format (docs/detections.md).
class DetectionSink {
  public:
    virtual ~DetectionSink() = default;
    virtual void write(const FrameDetections& frame) = 0;
    /// Makes the file appear under its final name. Without this call nothing does.
    /// @throws ResourceError when the disk refuses.
    virtual void finish() = 0;
    /// Where the bytes are until then.
    virtual const std::string& partialPath() const = 0;
};

/// MOTChallenge text: frame from 1, -1, left, top, width, height (pixels), confidence, -1, -1, -1. Of one source.
/// @throws ResourceError when the file cannot be created; so do the others.
std::unique_ptr<DetectionSink> makeMotDetectionSink(const std::string& path);

/// COCO results: an array of {"image_id", "category_id", "bbox", "score"}. Images count from 1 in the order of writing;
/// the category is 1, the person of COCO.
std::unique_ptr<DetectionSink> makeCocoDetectionSink(const std::string& path);

/// One JSON object for each frame, also for one without detections: all that StoredDetector needs to stand in for the
/// detector. Numbers read back as they were.
/// @param detector its name and start confidence go into every line.
std::unique_ptr<DetectionSink> makeJsonLinesDetectionSink(const std::string& path, const Detector& detector);

}  // namespace reid
