#pragma once

#include <opencv2/core.hpp>

/// The whole picture in the middle of another size, black around it.
/// @returns the picture itself where it has the size.
cv::Mat fitted(const cv::Mat& picture, cv::Size size);
