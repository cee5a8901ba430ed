// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "tile.cuh"

namespace brnpa_cuda {

namespace {

//! A block a tile: n_i = |x_i| + epsilon.
template <class T, int V>
__global__ void __launch_bounds__(kMaxThreads) normsKernel(const Job job) {
    const int image = blockIdx.x / job.tiles, index = blockIdx.x % job.tiles, tilePixels = job.columns * V;
    Arena shared(sharedMemory());
    const TileMemory memory(shared, blockDim.x, tilePixels);
    const Tile<T> tile = tileOf<T, V>(job, image, index);

    dots<T, V, true>(tile, Lanes(job.columns), nullptr, nullptr, memory.warpSums);
    __syncthreads();
    float* const norms = job.out.norms + static_cast<std::size_t>(image) * job.features.pixels + index * tilePixels;
    for (int t = threadIdx.x; t < tile.width; t += blockDim.x)
        norms[t] = sqrtf(dotOf(memory.warpSums, tilePixels, t)) + job.options.epsilon;
}

}  // namespace

int launchNorms(const Job& job, const Plan& plan, Stream stream) {
    const Kernel kernel = chosen(job.features, plan, normsKernel<float, 4>, normsKernel<float, 1>,
                                 normsKernel<__half, 8>, normsKernel<__half, 1>);
    Arena shared(nullptr);
    TileMemory(shared, plan.threads, plan.tilePixels());
    return launch(kernel, static_cast<std::size_t>(job.features.images) * job.tiles, plan.threads, shared.bytes(),
                  stream, job);
}

}  // namespace brnpa_cuda
