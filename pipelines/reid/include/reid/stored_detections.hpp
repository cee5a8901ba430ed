#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reid/detector.hpp"

namespace reid {

/// The detections of one video, read from a file that a DetectionSink (or another program) wrote.
struct StoredDetections {
    std::string path;                                  ///< of the file
    std::map<int64_t, std::vector<Detection>> frames;  ///< by frame, from 0; surest first
    bool namesEmptyFrames;  ///< whether a frame without detections has an entry too (JSON lines), or none (MOT)
    std::optional<cv::Size> frameSize;                                  ///< pixels, where the file tells (JSON lines)
    double startConfidence = -std::numeric_limits<double>::infinity();  ///< of the detector, where the file tells

    /// Reads JSON lines or MOTChallenge text, whichever it is.
    /// @param source the video, as it was named when the file was written; it matters where a file has several.
    /// @throws InputError when the file is missing, a line of it does not fit, or it has nothing of this source.
    static StoredDetections read(const std::string& path, const std::string& source);

    /// Frames from one that was looked at to the next: the greatest common divisor of all frame numbers; 1 where there
    /// is none.
    int64_t step() const;
    /// -1 where there is none.
    int64_t lastFrame() const { return frames.empty() ? -1 : frames.rbegin()->first; }
};

/// Stands in for the detector that wrote a file.
class StoredDetector : public Detector {
  public:
    /// @param every frames from one call of detect() to the next, which begin with frame 0.
    /// @throws InputError when the file does not tell about these frames.
    StoredDetector(StoredDetections stored, int every);

    /// @throws InputError when the file has nothing about this frame, or frames of another size.
    std::vector<Detection> detect(const cv::Mat& frame) override;
    std::string name() const override { return stored_.path; }
    double startConfidence() const override { return stored_.startConfidence; }

  private:
    StoredDetections stored_;
    int every_;
    int64_t next_ = 0;  ///< frame of the next call
};

}  // namespace reid
