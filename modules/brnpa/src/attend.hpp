// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_ATTEND_HPP
#define OPENCV_BRNPA_ATTEND_HPP

#include <opencv2/core.hpp>

#include "kernel/options.hpp"
#include "opencv2/brnpa/attention.hpp"

namespace cv {
namespace brnpa {

//! @throws cv::Exception that names the option and its value when one is out of range.
void checkParams(const AttentionParams& params);

//! @throws cv::Exception that names both when there are more parts than pixels.
void checkPartsFit(int numParts, int height, int width);

//! The same options for the kernels.
brnpa_kernel::Options kernelOptions(const AttentionParams& params);

//! Floats of scratch that attend() needs for features N x C x H x W.
size_t scratchSize(const brnpa_kernel::Shape& shape, const AttentionParams& params);

//! Whether features may be of this type: float, half precision or, where OpenCV has it, bfloat16.
bool isFeatureType(int type);

/** @brief The kernel on cv::Mat and cv::parallel_for_; everything has been checked and allocated.
@param features contiguous, N x C x H x W, isFeatureType().
@param vectors, maps, norms contiguous, CV_32F, of the shapes of representativeVectors().
@param scratch scratchSize() floats.
*/
void attend(const Mat& features, const AttentionParams& params, Mat& vectors, Mat& maps, Mat& norms, float* scratch);

}  // namespace brnpa
}  // namespace cv

#endif
