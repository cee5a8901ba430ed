// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "tile.cuh"

namespace brnpa_cuda {

namespace {

/** A block a tile: the similarities s_i = <x_i, x_j> / (n_i n_j) of its pixels to the seed, then the sum of s_i x_i
over them while the tile is in shared memory or still in a cache: the features are read once for both.
*/
template <class T, int V, bool Kept>
__global__ void __launch_bounds__(kMaxThreads) partKernel(const Job job) {
    const int image = blockIdx.x / job.tiles, index = blockIdx.x % job.tiles, tilePixels = job.columns * V;
    const int C = job.features.channels, P = job.features.pixels;
    if (!job.finite[image]) return;
    Arena shared(sharedMemory());
    const TileMemory memory(shared, blockDim.x, tilePixels);
    Pixels<T, V>* const kept = Kept ? shared.take<Pixels<T, V>>(0) : nullptr;
    const Tile<T> tile = tileOf<T, V>(job, image, index);
    const Lanes lanes(job.columns);

    dots<T, V, false>(tile, lanes, job.unitSeed + static_cast<std::size_t>(image) * C, kept, memory.warpSums);
    __syncthreads();
    const std::size_t first = static_cast<std::size_t>(image) * P + index * tilePixels;
    for (int t = threadIdx.x; t < tile.width; t += blockDim.x) {
        const float similarity = dotOf(memory.warpSums, tilePixels, t) / job.out.norms[first + t];
        job.similarity[first + t] = similarity;
        memory.similarity[t] = similarity;
    }
    if (!job.options.refine) return;
    __syncthreads();
    float* const partial = job.partial + static_cast<std::size_t>(blockIdx.x) * C;
    weightedSums<T, V>(tile, lanes, memory.similarity, kept, [&](int c, float sum) { partial[c] = sum; });
}

}  // namespace

int launchPart(const Job& job, const Plan& plan, Stream stream) {
    const Kernel keeping = chosen(job.features, plan, partKernel<float, 4, true>, partKernel<float, 1, true>,
                                  partKernel<__half, 8, true>, partKernel<__half, 1, true>);
    const Kernel reading = chosen(job.features, plan, partKernel<float, 4, false>, partKernel<float, 1, false>,
                                  partKernel<__half, 8, false>, partKernel<__half, 1, false>);
    return launch(plan.kept ? keeping : reading, static_cast<std::size_t>(job.features.images) * job.tiles,
                  plan.threads, tileBytes(job.features, plan), stream, job);
}

}  // namespace brnpa_cuda
