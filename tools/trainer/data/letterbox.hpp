#pragma once

#include <opencv2/core.hpp>

namespace brnpa::trainer {

//! Grey of what a picture does not cover, in 0..255: YOLOX's (Ge et al., arXiv 2107.08430).
constexpr int letterboxGrey = 114;

//! Factor that makes a picture as large as the input can hold, its aspect kept.
double letterboxScale(cv::Size picture, cv::Size input);

/** The picture scaled by letterboxScale() at the top left of the input, the rest grey.
@param picture CV_8UC3. */
cv::Mat letterbox(const cv::Mat& picture, cv::Size input);

}  // namespace brnpa::trainer
