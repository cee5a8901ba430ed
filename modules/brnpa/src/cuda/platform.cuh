// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_PLATFORM_CUH
#define BRNPA_CUDA_PLATFORM_CUH

#include <cstddef>

#include "launchers.hpp"

// All that the kernels need of CUDA, or of the tests' emulation on the processor: the language's own words, __half,
// sharedMemory() and launch().
#ifdef BRNPA_CUDA_EMULATION
#include "emulation.hpp"
#else
#include <cuda_fp16.h>
#include <cuda_runtime.h>

namespace brnpa_cuda {

__device__ inline unsigned char* sharedMemory() {
    extern __shared__ __align__(16) unsigned char memory[];
    return memory;
}

template <class... Parameters>
int launch(void (*kernel)(Parameters...), std::size_t blocks, int threads, std::size_t sharedBytes, Stream stream,
           Parameters... parameters) {
    constexpr std::size_t kWithoutAsking = 48 << 10;  // bytes
    if (sharedBytes > kWithoutAsking) {
        const cudaError_t error =
            cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(sharedBytes));
        if (error != cudaSuccess) return error;
    }
    void* values[] = {&parameters...};
    return cudaLaunchKernel(kernel, dim3(static_cast<unsigned>(blocks)), dim3(static_cast<unsigned>(threads)), values,
                            sharedBytes, stream);
}

}  // namespace brnpa_cuda
#endif

#endif
