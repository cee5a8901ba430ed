// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_HALF_RESULTS_HPP
#define BRNPA_CUDA_HALF_RESULTS_HPP

#include "launchers.hpp"

namespace brnpa_cuda {

//! __half, of the shapes of Outputs; what is beyond 65504 is infinite.
struct HalfOutputs {
    void *vectors, *maps, *norms;
};

//! Bytes of device memory that representativeVectors() needs for HalfOutputs; more than for floats.
std::size_t halfScratchBytes(const Features& features, const Options& options, const Plan& plan);

/** As representativeVectors() for floats, whose results are rounded to half precision at the end: three kernels more.
@param scratch halfScratchBytes(), aligned as cudaMalloc() does.
*/
int representativeVectors(const Features& features, const Options& options, const HalfOutputs& out, const Plan& plan,
                          void* scratch, Stream stream);

}  // namespace brnpa_cuda

#endif
