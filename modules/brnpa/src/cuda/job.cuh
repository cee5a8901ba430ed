// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_JOB_CUH
#define BRNPA_CUDA_JOB_CUH

#include <cstdint>

#include "platform.cuh"

namespace brnpa_cuda {

//! The parameters of all kernels. Pointers are to device memory; each image has its own piece of every array.
struct Job {
    Features features;
    Options options;
    Outputs out;
    int columns;  // of the plan
    int tiles;
    // Scratch; none where a block keeps a whole image.
    float* activity;      // N x P
    float* similarity;    // N x P, of the current part
    float* unitSeed;      // N x C, x_j / n_j of the current part
    float* partial;       // N x tiles x C, sum of s_i x_i over a tile
    std::int32_t* seeds;  // N x K
    int* finite;          // N, whether all norms are
};

inline __device__ float toFloat(float value) {
    return value;
}

inline __device__ float toFloat(__half value) {
    return __half2float(value);
}

inline __device__ std::size_t rowOf(const Job& job, int image, int channel) {
    return (static_cast<std::size_t>(image) * job.features.channels + channel) * job.features.stride;
}

//! One feature; for the few places where no row of them is read.
inline __device__ float feature(const Job& job, int image, int channel, int pixel) {
    const std::size_t index = rowOf(job, image, channel) + pixel;
    if (job.features.element == Element::Half) return toFloat(static_cast<const __half*>(job.features.data)[index]);
    return static_cast<const float*>(job.features.data)[index];
}

using Kernel = void (*)(Job);

//! The instance that fits the features.
inline Kernel chosen(const Features& features, const Plan& plan, Kernel floats, Kernel oneFloat, Kernel halves,
                     Kernel oneHalf) {
    if (features.element == Element::Half) return plan.vector > 1 ? halves : oneHalf;
    return plan.vector > 1 ? floats : oneFloat;
}

// The steps of representativeVectors(), each a cudaError_t.
int launchNorms(const Job& job, const Plan& plan, Stream stream);           // n
int launchFirstSeed(const Job& job, const Plan& plan, Stream stream);       // a = n, j = argmax a
int launchPart(const Job& job, const Plan& plan, Stream stream);            // s, and of each tile sum s x
int launchMaps(const Job& job, const Plan& plan, int part, Stream stream);  // w, v, a <- (1 - s) a, the next j
int launchWholeImage(const Job& job, const Plan& plan, Stream stream);      // all of them

}  // namespace brnpa_cuda

#endif
