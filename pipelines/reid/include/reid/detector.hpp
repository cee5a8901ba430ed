#pragma once

#include <limits>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

struct Detection {
    cv::Rect2f box;    ///< pixels of the frame; may reach outside
    float confidence;  ///< higher is surer; the scale is the detector's own
};

/// Finds people in a frame.
class Detector {
  public:
    virtual ~Detector() = default;
    /// @param frame CV_8UC3, B, G, R.
    /// @returns detections after non-maximum suppression, surest first.
    virtual std::vector<Detection> detect(const cv::Mat& frame) = 0;
    /// Announces the next frame but those that were announced before: detect() will be called with it, and may have it
    /// done by then. Its pixels stay as they are until that. Frames that detect() leaves out are forgotten.
    virtual void expect(const cv::Mat& frame) { (void)frame; }
    /// Frames that are worth announcing before the first of them is asked for.
    virtual int ahead() const { return 0; }
    virtual std::string name() const = 0;
    /// Frames from one run to the next that suit what a run costs, 1 or more.
    virtual int usualInterval() const { return 1; }

    /// From this confidence on a detection may start a new track; a weaker one only carries a track on (Zhang et al.,
    /// ByteTrack, ECCV 2022). On the scale of Detection::confidence.
    virtual double startConfidence() const { return -std::numeric_limits<double>::infinity(); }
};

}  // namespace reid
