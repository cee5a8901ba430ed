#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "reid/detector.hpp"

namespace reid {

/// Whether a box is cut by the border of the frame.
/// @param detections of the person so far.
/// @param frame its size, pixels; an empty one has no border.
bool isAtBorder(const cv::Rect2f& box, int detections, cv::Size frame);

/// Whom others cover so much that a picture of them shows two people.
/// @param crowdedShare of a box that another one may cover.
std::vector<char> crowdedOnes(const std::vector<Detection>& detections, double crowdedShare);

}  // namespace reid
