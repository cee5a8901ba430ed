// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_PLAN_HPP
#define BRNPA_CUDA_PLAN_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "shared_memory.hpp"

namespace brnpa_cuda {

enum class Element { Float, Half };  // float | __half; sums are float either way

//! N x C x P in device memory: channel c of image n starts at row n C + c; rows are `stride` elements apart and
//! without gaps themselves.
struct Features {
    const void* data;
    Element element;
    int images, channels, pixels;
    std::size_t stride;  // >= pixels

    std::size_t elementBytes() const { return element == Element::Half ? 2 : 4; }
};

//! What the division of the work depends on.
struct Device {
    std::size_t sharedBytes;  // that a block may have at most
    int multiprocessors;
};

//! How the work is divided. The order of all sums follows from it, and nothing else.
struct Plan {
    bool wholeImage;  // one block an image, whose features stay in shared memory; else a block a tile
    bool kept;        // a tile stays in shared memory from its similarities to its weighted sums; else in a cache
    int vector;       // pixels of one load: 16 bytes, or 1 where rows are not aligned to that
    int columns;      // threads along the pixels of a tile, a power of 2 up to 32; the others are along channels
    int threads;      // of a block, a multiple of 32 up to kMaxThreads

    int tilePixels() const { return columns * vector; }
    int tiles(const Features& features) const { return (features.pixels + tilePixels() - 1) / tilePixels(); }
};

inline std::size_t imageBytes(const Features& features, const Plan& plan) {
    Arena memory(nullptr);
    ImageMemory(memory, plan.threads, plan.tilePixels(), features.channels, features.pixels, features.elementBytes());
    return memory.bytes();
}

//! Shared memory of the kernel over tiles.
inline std::size_t tileBytes(const Features& features, const Plan& plan) {
    Arena memory(nullptr);
    TileMemory(memory, plan.threads, plan.tilePixels());
    const int rows = plan.threads / plan.columns, rounds = (features.channels + rows - 1) / rows;
    const std::size_t share = static_cast<std::size_t>(plan.threads) * plan.vector * features.elementBytes();
    if (plan.kept) memory.take<unsigned char>(share * rounds);
    return memory.bytes();
}

inline int vectorOf(const Features& features) {
    const int vector = static_cast<int>(kLine / features.elementBytes());
    const bool aligned = reinterpret_cast<std::uintptr_t>(features.data) % kLine == 0 &&
                         features.pixels % vector == 0 && features.stride % static_cast<std::size_t>(vector) == 0;
    return aligned ? vector : 1;
}

/** The whole image in shared memory where it fits: one launch, one read of the features. Else tiles, as wide as shared
memory holds two of on a multiprocessor, or one; 32 pixels at most, 8 at least, which is a sector of memory. Tiles
become narrower while there are fewer of them than multiprocessors. Where not even 8 pixels of all channels fit, the
second reading of a tile is left to the caches.
*/
inline Plan planFor(const Features& features, const Device& device) {
    constexpr int kWidest = 32, kNarrowest = 8;  // pixels
    Plan plan{true, false, vectorOf(features), 1, kMaxThreads};
    while (plan.columns < kWarp && plan.tilePixels() < features.pixels)
        plan.columns *= 2;
    if (imageBytes(features, plan) <= device.sharedBytes) return plan;

    plan.wholeImage = false;
    plan.kept = true;
    const auto narrowed = [&](std::size_t limit) {
        plan.columns = kWidest / plan.vector;
        while (plan.tilePixels() > kNarrowest && tileBytes(features, plan) > limit)
            plan.columns /= 2;
        return tileBytes(features, plan) <= limit;
    };
    plan.kept = narrowed(device.sharedBytes / 2) || narrowed(device.sharedBytes);
    if (!plan.kept) plan.columns = kWidest / plan.vector;
    while (plan.tilePixels() > kNarrowest && plan.tiles(features) * features.images < device.multiprocessors)
        plan.columns /= 2;
    return plan;
}

}  // namespace brnpa_cuda

#endif
