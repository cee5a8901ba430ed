// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_LAYER_CUDA_EXECUTOR_HPP
#define OPENCV_BRNPA_LAYER_CUDA_EXECUTOR_HPP

#include <opencv2/core.hpp>

namespace cv {
namespace brnpa {

/** @brief Makes the engine of OpenCV 5.1 and later know who computes a layer of this type with DNN_BACKEND_CUDA.

Without it that engine leaves the whole network to the processor. Only where BRNPA_CUDA_EXECUTOR is defined.
*/
void registerCudaExecutor(const String& type);

}  // namespace brnpa
}  // namespace cv

#endif
