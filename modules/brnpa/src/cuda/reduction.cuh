// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_REDUCTION_CUH
#define BRNPA_CUDA_REDUCTION_CUH

#include <climits>
#include <cmath>

#include "platform.cuh"

// Reductions over a block, in an order that depends on nothing but the number of threads. All threads call them and
// all get the result; each has one barrier, so the slots may be written again after any later barrier.
namespace brnpa_cuda {

constexpr unsigned kAllLanes = 0xffffffffu;

inline __device__ double blockSum(double value, double* slots) {
    for (int offset = kWarp / 2; offset > 0; offset /= 2)
        value += __shfl_xor_sync(kAllLanes, value, offset);
    if (threadIdx.x % kWarp == 0) slots[threadIdx.x / kWarp] = value;
    __syncthreads();
    double sum = 0;
    for (unsigned warp = 0; warp < blockDim.x / kWarp; ++warp)
        sum += slots[warp];
    return sum;
}

inline __device__ Candidate noCandidate() {
    return {-INFINITY, INT_MAX};
}

//! The greater activity, the first pixel of equal ones.
inline __device__ Candidate better(Candidate a, Candidate b) {
    return b.activity > a.activity || (b.activity == a.activity && b.pixel < a.pixel) ? b : a;
}

//! Not-a-number is no candidate, except in the first pixel, which then wins: as where a loop compares with it.
inline __device__ Candidate candidate(float activity, int pixel) {
    return {pixel == 0 && std::isnan(activity) ? INFINITY : activity, pixel};
}

//! The most active pixel.
inline __device__ int blockArgmax(Candidate best, Candidate* slots) {
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        const float activity = __shfl_xor_sync(kAllLanes, best.activity, offset);
        const int pixel = __shfl_xor_sync(kAllLanes, best.pixel, offset);
        best = better(best, {activity, pixel});
    }
    if (threadIdx.x % kWarp == 0) slots[threadIdx.x / kWarp] = best;
    __syncthreads();
    best = slots[0];
    for (unsigned warp = 1; warp < blockDim.x / kWarp; ++warp)
        best = better(best, slots[warp]);
    return best.pixel;
}

}  // namespace brnpa_cuda

#endif
