#pragma once

#include <opencv2/core.hpp>

namespace reid {

/// What cv::resize() does with INTER_AREA, up to one step of a byte where a sum lies between two, several times faster.
/// @param from CV_8UC3. @param to CV_8UC3 of the wanted size, at most that of `from`; a part of a larger picture will
/// do.
void shrinkByArea(const cv::Mat& from, cv::Mat to);

/// The same where neither side grows, and cv::resize() with INTER_AREA where one does.
void resizeByArea(const cv::Mat& from, cv::Mat to);

}  // namespace reid
