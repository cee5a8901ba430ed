#pragma once

#include <opencv2/core.hpp>

namespace reid {

/// Writes one picture into its place in a network's input: (pixel - mean) / std.
/// @param picture CV_8UC3, B, G, R. @param rgb whether the blob's channels are R, G, B. @param mean, std per channel in
/// blob order, units of 0..255. @param blob N x 3 x H x W, CV_32F, with H x W of the picture. @param index below N.
void writePicture(const cv::Mat& picture, bool rgb, const cv::Scalar& mean, const cv::Scalar& std, cv::Mat& blob,
                  int index);

}  // namespace reid
