// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_LAYER_HPP
#define OPENCV_BRNPA_LAYER_HPP

#include <opencv2/dnn.hpp>

#include "opencv2/brnpa/attention.hpp"

namespace cv {
namespace brnpa {

//! @addtogroup brnpa
//! @{

/** @brief The ONNX operator `BRNPA` of domain `ai.brnpa` for cv::dnn.

One input, the features N x C x H x W. Outputs as in representativeVectors(): vectors, maps, norms; ask Net::forward()
for all of them by name, and make them graph outputs of the file. Attributes, all optional: `num_parts` (int, 3),
`epsilon` (float, 1e-5), `suppression` ("similarity" or "weight"), `activation` ("norm" or "squared_norm"), `refine`
(int, 1). Call registerLayers() before reading a file.

With DNN_BACKEND_CUDA the layer runs on the device where the module is built for that, which depends on the version of
OpenCV and on how it is built (README.md, "CUDA"); elsewhere cv::dnn runs it on the processor and copies.
*/
class CV_EXPORTS BRNPALayer : public dnn::Layer {
  public:
    AttentionParams params;

    //! @throws cv::Exception that names the attribute and its value when one is out of range.
    static Ptr<dnn::Layer> create(dnn::LayerParams& layerParams);
};

/** @brief Makes cv::dnn know the layer, as "ai.brnpa.BRNPA" (OpenCV 4) and as "BRNPA" (the engine of OpenCV 5).

May be called any number of times from any thread.
*/
CV_EXPORTS_W void registerLayers();

//! @}

}  // namespace brnpa
}  // namespace cv

/** registerLayers() for callers without C++: from Python, `ctypes.CDLL("libopencv_brnpa.so").brnpa_register()` teaches
cv2.dnn the layer, provided cv2 uses the same shared OpenCV libraries. Returns 0, or 1 after printing a reason to
stderr. */
extern "C" CV_EXPORTS int brnpa_register();

#endif
