#pragma once

#include <opencv2/core.hpp>

namespace reid {

/// Intersection over union, 0..1.
double overlap(const cv::Rect2d& a, const cv::Rect2d& b);

/// Share of the inner box that the other one covers, 0..1.
double coveredShare(const cv::Rect2f& inner, const cv::Rect2f& other);

/// The part of the box inside a frame.
cv::Rect2f cutAtFrame(const cv::Rect2f& box, cv::Size frame);

}  // namespace reid
