// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_SEED_CUH
#define BRNPA_CUDA_SEED_CUH

#include "../kernel/pseudo_random.hpp"
#include "job.cuh"
#include "reduction.cuh"

namespace brnpa_cuda {

//! Before the first round.
inline __device__ float startActivity(const Options& options, int image, int pixel, float norm) {
    if (options.seeds == brnpa_kernel::Seeds::Random)
        return brnpa_kernel::pseudoRandom(options.randomSeed, static_cast<std::uint32_t>(image),
                                          static_cast<std::uint32_t>(pixel));
    return options.activation == brnpa_kernel::Activation::SquaredNorm ? norm * norm : norm;
}

//! The seed of `part`, and its unit vector, from what each thread has found to be most active.
inline __device__ void chooseSeed(const Job& job, int image, int part, Candidate best, Candidate* slots) {
    const int C = job.features.channels, P = job.features.pixels;
    const int seed = blockArgmax(best, slots);
    const float norm = job.out.norms[static_cast<std::size_t>(image) * P + seed];
    for (int c = threadIdx.x; c < C; c += blockDim.x)
        job.unitSeed[static_cast<std::size_t>(image) * C + c] = feature(job, image, c, seed) / norm;
    if (threadIdx.x == 0) job.seeds[static_cast<std::size_t>(image) * job.options.parts + part] = seed;
}

}  // namespace brnpa_cuda

#endif
