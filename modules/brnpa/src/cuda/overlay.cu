// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <cfloat>

#include "../kernel/hue.hpp"
#include "overlay.hpp"
#include "reduction.cuh"

namespace brnpa_cuda {

namespace {

constexpr int kColors = 3;
constexpr float kWhite = 255.f;

struct Painting {
    Overlay overlay;
    float* small;  // 1 plane of H x W for a single map, else blue, green and red
    int* flat;     // whether there is nothing to see
};

std::size_t divideScratch(Painting& job, void* base) {
    Arena memory(base);
    job.small = memory.take<float>(static_cast<std::size_t>(kColors) * job.overlay.mapHeight * job.overlay.mapWidth);
    job.flat = memory.take<int>(1);
    return memory.bytes();
}

struct Extent {
    float lowest, highest;
    __device__ bool isFlat() const { return !(highest > lowest); }
};

__device__ Extent joined(Extent a, Extent b) {
    return {fminf(a.lowest, b.lowest), fmaxf(a.highest, b.highest)};
}

//! Map times norm; what is not a number counts as 0.
__device__ float weighted(const Overlay& overlay, int k, int pixel) {
    const auto* const row = reinterpret_cast<const char*>(overlay.maps) + k * overlay.mapStride;
    const float map = reinterpret_cast<const float*>(row)[pixel];
    const float product = overlay.norms ? map * overlay.norms[pixel] : map;
    return std::isfinite(product) ? product : 0.f;
}

//! Of maps first..end - 1. @param slots one a warp, not those of the call before.
__device__ Extent blockExtent(const Overlay& overlay, int first, int end, Extent* slots) {
    Extent extent{FLT_MAX, -FLT_MAX};
    for (int k = first; k < end; ++k)
        for (int i = threadIdx.x; i < overlay.mapHeight * overlay.mapWidth; i += blockDim.x) {
            const float value = weighted(overlay, k, i);
            extent = joined(extent, {value, value});
        }
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        const float lowest = __shfl_xor_sync(kAllLanes, extent.lowest, offset);
        const float highest = __shfl_xor_sync(kAllLanes, extent.highest, offset);
        extent = joined(extent, {lowest, highest});
    }
    if (threadIdx.x % kWarp == 0) slots[threadIdx.x / kWarp] = extent;
    __syncthreads();
    for (unsigned warp = 0; warp < blockDim.x / kWarp; ++warp)
        extent = joined(extent, slots[warp]);
    return extent;
}

//! What map k, 0..1, adds to the colors of a pixel.
__device__ void addMap(const Painting& job, int k, int pixel, float value) {
    const int pixels = job.overlay.mapHeight * job.overlay.mapWidth, parts = job.overlay.parts;
    float* const color = job.small + pixel;
    if (parts == 1) {
        *color = value;
        return;
    }
    const float hue = brnpa_kernel::hueOfMap(k, parts);
    const float centers[kColors] = {brnpa_kernel::kBlueHue, brnpa_kernel::kGreenHue, brnpa_kernel::kRedHue};
    for (int c = 0; c < kColors; ++c) {
        const float share =
            parts <= kColors ? (c == kColors - 1 - k ? 1.f : 0.f) : brnpa_kernel::shareOfColor(hue, centers[c]);
        const float sum = (k == 0 ? 0.f : color[c * pixels]) + share * value;
        color[c * pixels] = k == parts - 1 ? fminf(sum, 1.f) : sum;
    }
}

//! One block: the maps, stretched to 0..1, as colors of their own size.
__global__ void __launch_bounds__(kMaxThreads, kBlocks) stretchKernel(const Painting job) {
    const Overlay& overlay = job.overlay;
    const int warps = blockDim.x / kWarp;
    Arena shared(sharedMemory());
    Extent* const slots = shared.take<Extent>(2 * warps);  // a call of blockExtent() uses those that the last did not

    bool flat = true;
    Extent extent{0, 0};
    for (int k = 0; k < overlay.parts; ++k) {
        if (overlay.perMap)
            extent = blockExtent(overlay, k, k + 1, slots + k % 2 * warps);
        else if (k == 0)
            extent = blockExtent(overlay, 0, overlay.parts, slots);
        flat = flat && extent.isFlat();
        const double range = static_cast<double>(extent.highest) - extent.lowest;
        for (int i = threadIdx.x; i < overlay.mapHeight * overlay.mapWidth; i += blockDim.x) {
            const double above = static_cast<double>(weighted(overlay, k, i)) - extent.lowest;
            addMap(job, k, i, extent.isFlat() ? 0.f : static_cast<float>(above / range));
        }
    }
    if (threadIdx.x == 0) *job.flat = flat;
}

//! The pixels of a map on either side of a pixel of the image, along one axis, as cv::resize has them.
struct Neighbors {
    int first, second;
    float share;  // of the second
};

__device__ Neighbors neighborsOf(int pixel, int length, int mapLength, bool nearest) {
    const double scale = 1 / (static_cast<double>(length) / mapLength);
    if (nearest) {
        const int index = min(static_cast<int>(pixel * scale), mapLength - 1);
        return {index, index, 0.f};
    }
    const float position = fmaxf((static_cast<float>(pixel) + 0.5f) * static_cast<float>(scale) - 0.5f, 0.f);
    const int first = min(static_cast<int>(position), mapLength - 1);
    return {first, min(first + 1, mapLength - 1), position - static_cast<float>(first)};
}

__device__ float sampled(const float* plane, int width, const Neighbors& x, const Neighbors& y) {
    const float* const above = plane + y.first * width;
    const float* const below = plane + y.second * width;
    const float top = above[x.first] * (1.f - x.share) + above[x.second] * x.share;
    const float bottom = below[x.first] * (1.f - x.share) + below[x.second] * x.share;
    return top * (1.f - y.share) + bottom * y.share;
}

__device__ std::uint8_t saturated(float value) {
    return static_cast<std::uint8_t>(fminf(fmaxf(rintf(value), 0.f), kWhite));
}

__device__ void blend(const Overlay& overlay, int x, int y, const float* color) {
    const int outChannels = overlay.channels == 4 ? 4 : 3;
    const std::uint8_t* const image = overlay.image + y * overlay.imageStride + x * overlay.channels;
    std::uint8_t* const blended = overlay.blended + y * overlay.blendedStride + x * outChannels;
    const float gray = overlay.channels == 1 ? image[0] : static_cast<float>(image[0] + image[1] + image[2]) / 3.f;
    if (overlay.channels == 4) blended[3] = image[3];
    for (int c = 0; c < kColors; ++c)
        blended[c] = saturated(overlay.colorWeight * kWhite * color[c] + overlay.grayWeight * gray);
}

//! A thread a pixel of the image.
__global__ void __launch_bounds__(kMaxThreads, kBlocks) paintKernel(const Painting job) {
    const Overlay& overlay = job.overlay;
    const std::size_t index = static_cast<std::size_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (index >= static_cast<std::size_t>(overlay.height) * overlay.width) return;
    const int x = static_cast<int>(index % overlay.width), y = static_cast<int>(index / overlay.width);
    const Neighbors alongX = neighborsOf(x, overlay.width, overlay.mapWidth, overlay.nearest);
    const Neighbors alongY = neighborsOf(y, overlay.height, overlay.mapHeight, overlay.nearest);

    float color[kColors] = {};
    if (!*job.flat && overlay.parts == 1) {
        const float value = sampled(job.small, overlay.mapWidth, alongX, alongY);
        for (int c = 0; c < kColors; ++c)
            color[c] = static_cast<float>(overlay.scale[saturated(value * kWhite)][c]) * (1 / kWhite);
    } else if (!*job.flat) {
        for (int c = 0; c < kColors; ++c)
            color[c] = sampled(job.small + c * overlay.mapHeight * overlay.mapWidth, overlay.mapWidth, alongX, alongY);
    }
    if (overlay.image) {
        blend(overlay, x, y, color);
    } else {
        auto* const row = reinterpret_cast<char*>(overlay.colors) + y * overlay.colorsStride;
        for (int c = 0; c < kColors; ++c)
            reinterpret_cast<float*>(row)[x * kColors + c] = color[c];
    }
}

}  // namespace

std::size_t overlayScratchBytes(const Overlay& overlay) {
    Painting job{overlay, nullptr, nullptr};
    return divideScratch(job, nullptr);
}

int paintOverlay(const Overlay& overlay, void* scratch, Stream stream) {
    constexpr int kThreads = 256;
    Painting job{overlay, nullptr, nullptr};
    divideScratch(job, scratch);
    Arena shared(nullptr);
    shared.take<Extent>(2 * kThreads / kWarp);
    const int error = launch(stretchKernel, 1, kThreads, shared.bytes(), stream, job);
    if (error) return error;
    const std::size_t pixels = static_cast<std::size_t>(overlay.height) * overlay.width;
    return launch(paintKernel, (pixels + kThreads - 1) / kThreads, kThreads, 0, stream, job);
}

}  // namespace brnpa_cuda
