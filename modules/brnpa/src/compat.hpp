// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_COMPAT_HPP
#define OPENCV_BRNPA_COMPAT_HPP

#include <opencv2/core/version.hpp>
#include <opencv2/dnn.hpp>

// What differs between the versions of OpenCV that the module is built with, and nothing else.
namespace cv {
namespace brnpa {

#if CV_VERSION_MAJOR >= 5
using cv::MatShape;  // a struct with explicit constructors
#else
using cv::dnn::MatShape;  // std::vector<int>
#endif

//! What cv::dnn calls the half-precision tensors of the target DNN_TARGET_OPENCL_FP16.
#if CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR < 10
constexpr int kHalfFloat = CV_16S;
#else
constexpr int kHalfFloat = CV_16F;
#endif

//! The depth of bfloat16; OpenCV 4 has none.
#ifdef CV_16BF
constexpr int kBFloat16 = CV_16BF;
#else
constexpr int kBFloat16 = -1;
#endif

}  // namespace brnpa
}  // namespace cv

#endif
