// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_LAYER_CUDA4DNN_HPP
#define OPENCV_BRNPA_LAYER_CUDA4DNN_HPP

#include <opencv2/dnn.hpp>
#include <vector>

#include "opencv2/brnpa/attention.hpp"

namespace cv {
namespace brnpa {

/** @brief The layer as a node of the CUDA backend of OpenCV 4, for Layer::initCUDA(), whose arguments these are.

Only where BRNPA_CUDA4DNN is defined: the backend's classes are private to cv::dnn, see modules/brnpa/CMakeLists.txt.
@throws cv::Exception if there is no context or not one input.
*/
Ptr<dnn::BackendNode> cuda4dnnNode(void* context, int target, const AttentionParams& params,
                                   const std::vector<Ptr<dnn::BackendWrapper>>& inputs);

}  // namespace brnpa
}  // namespace cv

#endif
