#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "reid/model_folder.hpp"

namespace reid {

/// The pictures inside boxes as the network wants them.
/// @param frame CV_8UC3, B, G, R. @param boxes in pixels of the frame, each with an area inside it; what lies outside
/// is
///        filled by the nearest pixel.
/// @returns N x 3 x H x W, CV_32F, (pixel - mean) / std.
/// @throws cv::Exception for an empty or unfit frame and for a box without area in the frame.
cv::Mat cropBlob(const cv::Mat& frame, const std::vector<cv::Rect2f>& boxes, const ModelFolder& folder);

}  // namespace reid
