// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_TILE_CUH
#define BRNPA_CUDA_TILE_CUH

#include "job.cuh"
#include "reduction.cuh"

namespace brnpa_cuda {

//! Neighboring pixels of a channel that one load brings.
template <class T, int V>
struct alignas(sizeof(T) * V) Pixels {
    T value[V];
};

//! `width` neighboring pixels of every channel; rows, one a channel, are `stride` elements apart.
template <class T>
struct Tile {
    const T* x;
    std::size_t stride;
    int channels, width;
};

//! Tile `index` of an image.
template <class T, int V>
__device__ Tile<T> tileOf(const Job& job, int image, int index) {
    const int tilePixels = job.columns * V, first = index * tilePixels;
    const T* const x = static_cast<const T*>(job.features.data) + rowOf(job, image, 0) + first;
    return {x, job.features.stride, job.features.channels, min(tilePixels, job.features.pixels - first)};
}

//! The threads of a block, laid over a tile: neighbors are along the pixels, `columns` of them.
struct Lanes {
    __device__ explicit Lanes(int columns)
        : column(static_cast<int>(threadIdx.x) % columns),
          row(static_cast<int>(threadIdx.x) / columns),
          columns(columns),
          rows(static_cast<int>(blockDim.x) / columns) {}

    int column, row, columns, rows;
};

/** sum_c u_c x_ct of every pixel t of a tile, or with u = nullptr sum_c x_ct^2: the threads' sums, added within each
warp. After a barrier dotOf() has the rest.
@param kept nullptr, or shared memory where each thread leaves what it has read, for itself.
@param warpSums warps x tile.
*/
template <class T, int V, bool Squares>
__device__ void dots(const Tile<T>& tile, const Lanes& lanes, const float* u, Pixels<T, V>* kept, float* warpSums) {
    float sum[V] = {};
    if (lanes.column * V < tile.width) {
        const T* x = tile.x + lanes.row * tile.stride + lanes.column * V;
        if (kept) kept += threadIdx.x;
#pragma unroll 4
        for (int c = lanes.row; c < tile.channels; c += lanes.rows) {
            const Pixels<T, V> pixels = *reinterpret_cast<const Pixels<T, V>*>(x);
            x += lanes.rows * tile.stride;
            if (kept) {
                *kept = pixels;
                kept += blockDim.x;
            }
            for (int v = 0; v < V; ++v) {
                const float value = toFloat(pixels.value[v]);
                sum[v] += (Squares ? value : u[c]) * value;
            }
        }
    }
    for (int offset = lanes.columns; offset < kWarp; offset *= 2)
        for (int v = 0; v < V; ++v)
            sum[v] += __shfl_xor_sync(kAllLanes, sum[v], offset);
    const int lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp;
    if (lane < lanes.columns)
        for (int v = 0; v < V; ++v)
            warpSums[(warp * lanes.columns + lane) * V + v] = sum[v];
}

//! What dots() has prepared, of pixel `t` of the tile.
inline __device__ float dotOf(const float* warpSums, int tilePixels, int t) {
    float sum = 0;
    for (unsigned warp = 0; warp < blockDim.x / kWarp; ++warp)
        sum += warpSums[warp * tilePixels + t];
    return sum;
}

//! Weights that are all 1.
struct Ones {
    __device__ float operator[](int /*t*/) const { return 1.f; }
};

/** sum_t s_t x_ct of every channel c.
@param s const float* or Ones.
@param kept what dots() has kept of the same tile, which then is no wider than one load of each thread; or nullptr.
@param store called as store(c, sum), by one thread a channel.
*/
template <class T, int V, class Weights, class Store>
__device__ void weightedSums(const Tile<T>& tile, const Lanes& lanes, const Weights& s, const Pixels<T, V>* kept,
                             const Store& store) {
#pragma unroll 4
    for (int first = 0; first < tile.channels; first += lanes.rows) {
        const int c = first + lanes.row;
        float sum = 0;
        if (c < tile.channels)
            for (int t = lanes.column * V; t < tile.width; t += lanes.columns * V) {
                const Pixels<T, V> pixels =
                    kept ? kept[static_cast<std::size_t>(first / lanes.rows) * blockDim.x + threadIdx.x]
                         : *reinterpret_cast<const Pixels<T, V>*>(tile.x + c * tile.stride + t);
                for (int v = 0; v < V; ++v)
                    sum += s[t + v] * toFloat(pixels.value[v]);
            }
        for (int offset = lanes.columns / 2; offset > 0; offset /= 2)
            sum += __shfl_xor_sync(kAllLanes, sum, offset);
        if (lanes.column == 0 && c < tile.channels) store(c, sum);
    }
}

}  // namespace brnpa_cuda

#endif
