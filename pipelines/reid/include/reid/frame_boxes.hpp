#pragma once

#include <opencv2/core.hpp>

namespace reid {

/// The part of the box inside a frame.
cv::Rect2f cutAtFrame(const cv::Rect2f& box, cv::Size frame);

/// The whole pixels of a frame that a box covers, its corners rounded; without an area where it covers none.
cv::Rect pixelsOf(const cv::Rect2f& box, cv::Size frame);

}  // namespace reid
