#pragma once

#include <opencv2/core.hpp>

namespace reid {

/// Where a frame goes in the input of a network that has another aspect.
enum class FrameFit {
    TopLeft,   ///< scaled to fit, at the top left, the rest grey: YOLOX
    Centered,  ///< scaled to fit, in the middle, grey on both sides: Ultralytics
    Stretched  ///< scaled to fill, whatever its aspect: Darknet, SSD
};

/// How a frame becomes the input of a detection network.
struct DetectorInput {
    cv::Size size;  ///< pixels
    FrameFit fit;
    bool rgb;         ///< channel order of the blob: true R, G, B; false B, G, R
    cv::Scalar mean;  ///< per channel in blob order, units of 0..255
    cv::Scalar std;   ///< per channel in blob order, units of 0..255
    /// A frame that shrinks is averaged over areas, as brnpa-train does; else linear, as the families' own programs do.
    bool averaged = false;
};

/// The way of one frame size into a network's input, and of boxes back. Coordinates are those of edges: pixel i reaches
/// from i to i + 1, so that scaling needs no half pixels, as in cv::resize.
class Letterbox {
  public:
    /// @throws cv::Exception for a frame or an input without area.
    Letterbox(cv::Size frame, const DetectorInput& input);

    /// @param frame CV_8UC3, B, G, R, of the size given above.
    /// @returns 1 x 3 x H x W, CV_32F, (pixel - mean) / std; in memory that the next frame is written into.
    const cv::Mat& blob(const cv::Mat& frame);

    cv::Size frameSize() const { return frame_; }

    /// @param box in pixels of the input. @returns the same in pixels of the frame; it may reach outside.
    cv::Rect2f toFrame(const cv::Rect2f& box) const;

    /// Where the frame lies in the input, whole pixels.
    cv::Rect placed() const { return placed_; }

  private:
    cv::Size frame_;
    DetectorInput input_;
    cv::Rect placed_;
    cv::Mat picture_;  ///< the frame in the grey
    cv::Mat blob_;
};

}  // namespace reid
