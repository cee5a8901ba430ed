// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_LAYER_GPU_HPP
#define OPENCV_BRNPA_LAYER_GPU_HPP

#include "gpu.hpp"
#include "opencv2/brnpa/attention.hpp"

// The layer on the tensors of cv::dnn's CUDA backend, whatever a version of OpenCV calls them.
namespace cv {
namespace brnpa {

#ifdef BRNPA_HAVE_CUDA

//! Contiguous device memory; the results are of the same element as the features.
struct DeviceTensors {
    brnpa_cuda::Features features;
    void *vectors, *maps, *norms;
};

//! Of a tensor N x C x H x W. @param data may be nullptr where only sizes matter.
brnpa_cuda::Features deviceFeatures(const void* data, brnpa_cuda::Element element, int images, int channels, int height,
                                    int width);

//! Scratch that attendOnDevice() needs on the current device, wherever the features will be. @return bytes.
size_t deviceScratchBytes(const brnpa_cuda::Features& features, const AttentionParams& params);

/** @brief Queues the layer's work on `stream`; does not wait.
@param scratch deviceScratchBytes(), aligned to 16 bytes.
@throws cv::Exception with CUDA's text when a launch fails.
*/
void attendOnDevice(const DeviceTensors& tensors, const AttentionParams& params, void* scratch,
                    brnpa_cuda::Stream stream);

#endif

}  // namespace brnpa
}  // namespace cv

#endif
