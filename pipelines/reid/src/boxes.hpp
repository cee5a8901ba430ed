#pragma once

#include <opencv2/core.hpp>

#include "reid/frame_boxes.hpp"

namespace reid {

/// Intersection over union, 0..1.
double overlap(const cv::Rect2d& a, const cv::Rect2d& b);

/// Share of the inner box that the other one covers, 0..1.
double coveredShare(const cv::Rect2f& inner, const cv::Rect2f& other);

}  // namespace reid
