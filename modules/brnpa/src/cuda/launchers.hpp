// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_LAUNCHERS_HPP
#define BRNPA_CUDA_LAUNCHERS_HPP

#include <cstddef>

#include "../kernel/options.hpp"
#include "plan.hpp"

struct CUstream_st;

// BR-NPA as CUDA kernels, on plain pointers to device memory. Nothing here waits for the device, allocates or needs
// CUDA's headers; everything runs on the caller's stream. Results are those of brnpa_kernel::representativeVectors()
// up to rounding, the same in every run on the same device.
namespace brnpa_cuda {

using Stream = CUstream_st*;  // cudaStream_t
using brnpa_kernel::Options;
using brnpa_kernel::Outputs;

constexpr int kSuccess = 0;  // cudaSuccess; other values are those of cudaError_t

//! What planFor() wants to know of the current device; a cudaError_t.
int currentDevice(Device& device);

//! For people, of a cudaError_t.
const char* errorText(int error);

//! Bytes of device memory that representativeVectors() needs, aligned as cudaMalloc() does; may be 0.
std::size_t scratchBytes(const Features& features, const Options& options, const Plan& plan);

/** Representative vectors, maps and norms; 1 kernel for images that fit into shared memory, else 2 K + 2.
@param options checked: 1 <= parts <= pixels, epsilon > 0.
@param out device memory.
@param plan planFor() of the same features.
@param scratch scratchBytes(); contents do not matter. Free to use again for whatever follows on the stream.
@return the cudaError_t of the launches.
*/
int representativeVectors(const Features& features, const Options& options, const Outputs& out, const Plan& plan,
                          void* scratch, Stream stream);

}  // namespace brnpa_cuda

#endif
