// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_LAYER_ATTRIBUTES_HPP
#define OPENCV_BRNPA_LAYER_ATTRIBUTES_HPP

#include <opencv2/dnn.hpp>

#include "opencv2/brnpa/attention.hpp"

namespace cv {
namespace brnpa {

/** @brief Options of the layer from the attributes of an ONNX node; an absent attribute has its default.
@throws cv::Exception that names the attribute and its value when it has another type or is out of range.
*/
AttentionParams paramsFromAttributes(const dnn::LayerParams& attributes);

}  // namespace brnpa
}  // namespace cv

#endif
