// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_REPRESENTATIVE_VECTORS_HPP
#define BRNPA_KERNEL_REPRESENTATIVE_VECTORS_HPP

// BR-NPA (T. Gomez et al., arXiv 2106.02566, section 3) on plain pointers: no allocation, no library.
//
//     n_i = |x_i| + epsilon;  a = n
//     K times:  j   = argmax a
//               s_i = <x_i, x_j> / (n_i n_j)
//               w_i = s_i / sum s,   v = sum w_i x_i = (sum s_i x_i) / (sum s_i)
//               a_i = (1 - s_i) a_i
//
// The features are read K + 1 times: once for the norms, once a part, because a tile of pixels is added to the part's
// vector while it is still in the cache from its similarities. Tiles are the same whatever the number of threads, and
// so are the results, to the last bit.

#include <algorithm>
#include <cmath>
#include <limits>

#include "loops.hpp"
#include "options.hpp"
#include "pseudo_random.hpp"

namespace brnpa_kernel {

constexpr std::size_t kTileFloats = std::size_t{1} << 17;      // 512 KiB: a second-level cache
constexpr std::size_t kMinTilePixels = 64;                     // shorter runs of memory starve the prefetcher
constexpr std::size_t kMaxTilePixels = 1024;                   // keeps chains of float additions short
constexpr std::size_t kParallelFloats = std::size_t{1} << 17;  // smaller images are not worth waking threads for

inline std::size_t tilePixels(const Shape& shape) {
    const std::size_t fit = kTileFloats / shape.channels / kMinTilePixels * kMinTilePixels;
    return std::min(std::max(fit, kMinTilePixels), kMaxTilePixels);
}

inline std::size_t tileCount(const Shape& shape) {
    return (shape.pixels + tilePixels(shape) - 1) / tilePixels(shape);
}

inline std::size_t scratchFloatsPerImage(const Shape& shape) {
    return shape.pixels + shape.channels + shape.channels * tileCount(shape);
}

//! `width` pixels of an image from `first` on.
inline Tile tileOf(const float* image, const Shape& shape, std::size_t first, std::size_t width) {
    const bool last = shape.layout == Layout::ChannelsLast;
    return {image + (last ? first * shape.channels : first), shape.channels, width,
            last ? shape.channels : shape.pixels, shape.layout};
}

//! How many floats of scratch representativeVectors() needs.
inline std::size_t scratchFloats(const Shape& shape) {
    return shape.images * scratchFloatsPerImage(shape);
}

//! One image of a batch; every method is one line or two of the algorithm above.
template <class ParallelFor>
class Image {
  public:
    Image(const float* x, const Shape& shape, const Options& options, float* norms, float* scratch,
          const ParallelFor& parallelFor)
        : x_(x),
          shape_(shape),
          options_(options),
          norms_(norms),
          activity_(scratch),
          unitSeed_(scratch + shape.pixels),
          partial_(unitSeed_ + shape.channels),
          parallelFor_(parallelFor) {}

    //! n_i = |x_i| + epsilon, a = n. False where a norm is not finite: then nothing that follows would be.
    bool start(std::uint32_t index) {
        forEachTile([&](std::size_t first, const Tile& tile, std::size_t) {
            float* norms = norms_ + first;
            squareTile(tile, norms);
            for (std::size_t t = 0; t < tile.width; ++t)
                norms[t] = std::sqrt(norms[t]) + options_.epsilon;
        });
        for (std::size_t i = 0; i < shape_.pixels; ++i) {
            if (options_.seeds == Seeds::Random)
                activity_[i] = pseudoRandom(options_.randomSeed, index, static_cast<std::uint32_t>(i));
            else
                activity_[i] = options_.activation == Activation::SquaredNorm ? norms_[i] * norms_[i] : norms_[i];
        }
        return std::isfinite(sumOf(norms_, shape_.pixels));
    }

    struct Part {
        std::size_t seed;
        double sum;  // of the similarities
    };

    //! j = argmax a, then the part's map and vector, then a <- (1 - s) a.
    Part part(float* map, float* vector) {
        const std::size_t seed = argmax(activity_, shape_.pixels);
        for (std::size_t c = 0; c < shape_.channels; ++c)
            unitSeed_[c] = feature(c, seed) / norms_[seed];

        forEachTile([&](std::size_t first, const Tile& tile, std::size_t index) {
            float* similarity = map + first;
            dotTile(tile, unitSeed_, similarity);
            for (std::size_t t = 0; t < tile.width; ++t)
                similarity[t] /= norms_[first + t];
            if (options_.refine) weightedSums(tile, similarity, partial_ + index * shape_.channels);
        });
        if (options_.suppression == Suppression::Similarity) suppress(map);

        const double sum = sumOf(map, shape_.pixels);
        if (sum == 0) {
            std::fill_n(map, shape_.pixels, 1.f / static_cast<float>(shape_.pixels));
            if (options_.refine) addAllTiles(map);
        } else {
            for (std::size_t i = 0; i < shape_.pixels; ++i)
                map[i] = static_cast<float>(map[i] / sum);
        }
        if (options_.suppression == Suppression::Weight) suppress(map);

        for (std::size_t c = 0; c < shape_.channels; ++c)
            vector[c] = options_.refine ? refined(c, sum == 0 ? 1 : sum) : feature(c, seed);
        return {seed, sum};
    }

  private:
    float feature(std::size_t channel, std::size_t pixel) const {
        return tileOf(x_, shape_, 0, shape_.pixels).at(channel, pixel);
    }

    //! a <- (1 - s) a
    void suppress(const float* taken) {
        for (std::size_t i = 0; i < shape_.pixels; ++i)
            activity_[i] *= 1.f - taken[i];
    }

    //! partial sums of weight_i x_i, tile by tile
    void addAllTiles(const float* weight) {
        forEachTile([&](std::size_t first, const Tile& tile, std::size_t index) {
            weightedSums(tile, weight + first, partial_ + index * shape_.channels);
        });
    }

    //! (sum s_i x_ci) / (sum s_i)
    float refined(std::size_t c, double sumOfWeights) const {
        double total = 0;
        for (std::size_t tile = 0; tile < tileCount(shape_); ++tile)
            total += partial_[tile * shape_.channels + c];
        return static_cast<float>(total / sumOfWeights);
    }

    template <class Work>
    void forEachTile(const Work& work) {
        const std::size_t width = tilePixels(shape_);
        const auto range = [&](std::size_t begin, std::size_t end) {
            for (std::size_t tile = begin; tile < end; ++tile) {
                const std::size_t first = tile * width;
                work(first, tileOf(x_, shape_, first, std::min(width, shape_.pixels - first)), tile);
            }
        };
        if (shape_.channels * shape_.pixels < kParallelFloats)
            range(0, tileCount(shape_));
        else
            parallelFor_(std::size_t{0}, tileCount(shape_), range);
    }

    const float* x_;
    const Shape& shape_;
    const Options& options_;
    float* norms_;
    float* activity_;  // P
    float* unitSeed_;  // C, x_j / n_j: similarities then stay in range where products of two features would not
    float* partial_;   // tiles x C
    const ParallelFor& parallelFor_;
};

//! A part's map sums to 1 and its vector is the weighted mean of the features; see cv::brnpa::representativeVectors().
template <class ParallelFor>
void representImage(const float* x, const Shape& shape, const Options& options, const Outputs& out, std::size_t n,
                    float* scratch, const ParallelFor& parallelFor) {
    const std::size_t K = options.parts, C = shape.channels, P = shape.pixels;
    Image<ParallelFor> image(x + n * C * P, shape, options, out.norms + n * P, scratch, parallelFor);
    float* vectors = out.vectors + n * K * C;
    float* maps = out.maps + n * K * P;
    const bool finite = image.start(static_cast<std::uint32_t>(n));
    if (!finite) {
        std::fill_n(vectors, K * C, std::numeric_limits<float>::quiet_NaN());
        std::fill_n(maps, K * P, std::numeric_limits<float>::quiet_NaN());
    }
    for (std::size_t k = 0; k < K; ++k) {
        const auto part = finite ? image.part(maps + k * P, vectors + k * C) : typename Image<ParallelFor>::Part{0, 0};
        if (out.seeds) out.seeds[n * K + k] = static_cast<std::int32_t>(part.seed);
        if (out.sums) out.sums[n * K + k] = static_cast<float>(part.sum);
    }
}

/** Representative vectors, maps and norms of `shape.images` images.

@param x features, N x C x P or, as the shape says, N x P x C.
@param scratch scratchFloats(shape) floats; contents do not matter.
@param parallelFor called as parallelFor(begin, end, fn), std::size_t both; has to call fn(b, e) on parts of [begin,
end) that together cover it once, from any threads, and to wait for them. It is called over the images, or over tiles of
the only one.
*/
template <class ParallelFor>
void representativeVectors(const float* x, const Shape& shape, const Options& options, const Outputs& out,
                           float* scratch, const ParallelFor& parallelFor) {
    if (shape.images == 1) {
        representImage(x, shape, options, out, 0, scratch, parallelFor);
        return;
    }
    const auto inThisThread = [](std::size_t begin, std::size_t end, const auto& work) { work(begin, end); };
    parallelFor(std::size_t{0}, shape.images, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            representImage(x, shape, options, out, n, scratch + n * scratchFloatsPerImage(shape), inThisThread);
    });
}

}  // namespace brnpa_kernel

#endif
