#pragma once

#include <opencv2/core.hpp>

/// Where a picture lies as large as it fits into a room, in its middle; pixels.
cv::Rect fittedPlace(cv::Size picture, const cv::Rect& room);

/// The whole picture in the middle of another size, black around it.
/// @returns the picture itself where it has the size.
cv::Mat fitted(const cv::Mat& picture, cv::Size size);
