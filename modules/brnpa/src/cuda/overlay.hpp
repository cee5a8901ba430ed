// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_OVERLAY_HPP
#define BRNPA_CUDA_OVERLAY_HPP

#include <cstddef>
#include <cstdint>

#include "launchers.hpp"

namespace brnpa_cuda {

//! cv::brnpa::AttentionOverlay on device memory. Strides are in bytes.
struct Overlay {
    const float* maps;  // K rows of H x W
    std::size_t mapStride;
    const float* norms;  // H x W, or nullptr
    int parts, mapHeight, mapWidth;
    bool perMap;   // a range per map, else one of all
    bool nearest;  // else bilinear

    const std::uint8_t* image;  // height x width of `channels` 1, 3 or 4; nullptr: the colors alone
    std::size_t imageStride;
    int channels;
    std::uint8_t* blended;  // of 3 channels, or 4 where the image has 4; may be the image
    std::size_t blendedStride;
    float* colors;  // height x width x 3, without an image
    std::size_t colorsStride;
    int height, width;
    float colorWeight, grayWeight;

    std::uint8_t scale[256][3];  // B, G, R, for a single map
};

//! Bytes of device memory that paintOverlay() needs.
std::size_t overlayScratchBytes(const Overlay& overlay);

/** Two kernels.
@param overlay checked: K >= 1, nothing empty.
@param scratch overlayScratchBytes(), aligned as cudaMalloc() does.
@return the cudaError_t of the launches.
*/
int paintOverlay(const Overlay& overlay, void* scratch, Stream stream);

}  // namespace brnpa_cuda

#endif
