#pragma once

#include <optional>
#include <vector>

#include "bgr_picture.hpp"

namespace brnpa {

/// Lets OpenCV draw blue, green and red into frames of any of the elements' pixel formats. Only the parts that are
/// drawn on are converted and written back: the rest of the frame stays as it is, byte by byte, and so does an alpha
/// channel.
class DrawingCanvas {
  public:
    /// @param frame mapped for reading and writing.
    /// @param parts inside the frame. They are widened by a pixel where the format wants even numbers.
    /// @returns CV_8UC3 of the frame's size; what is not in the parts is undefined. Valid until close().
    cv::Mat open(MappedFrame& frame, const std::vector<cv::Rect>& parts);

    /// Brings the parts to the frame.
    void close();

  private:
    MappedFrame* frame_ = nullptr;
    std::vector<cv::Rect> parts_;
    GstVideoInfo format_{};
    std::optional<video::PlanarColors> planar_;  // of format_, where it knows that
    cv::Mat picture_;                            // of frames that are not blue, green, red themselves
};

}  // namespace brnpa
