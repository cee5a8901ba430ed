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
// The features are read K + 2 times: once for the norms, once a part for its similarities, once for the vectors of all
// parts. With K + 1 reads, each part's vector with its similarities, a tile of pixels would have to stay in the cache
// between the two, and where H * W is a power of two the rows of a tile displace each other. Sums are added up in the
// same order whatever the number of threads, and so the results are the same to the last bit.

#include <algorithm>
#include <cmath>
#include <limits>

#include "loops.hpp"
#include "options.hpp"
#include "pseudo_random.hpp"
#include "tile.hpp"

namespace brnpa_kernel {

constexpr std::size_t kPixelsAtOnce = 1024;  // their weights stay in the first-level cache, chains of additions short
constexpr std::size_t kGrain = 16;           // of pixels or channels: a cache line, the least for a thread
constexpr std::size_t kParallelFloats = std::size_t{1} << 18;  // smaller images are not worth waking threads for
constexpr std::size_t kLargeFloats = std::size_t{1} << 21;     // of larger images, two do not fit a cache

inline std::size_t scratchFloatsPerImage(const Shape& shape, const Options& options) {
    return shape.pixels + options.parts * shape.channels;
}

//! How many floats of scratch representativeVectors() needs.
inline std::size_t scratchFloats(const Shape& shape, const Options& options) {
    return shape.images * scratchFloatsPerImage(shape, options);
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
          partial_(scratch + shape.pixels),
          parallelFor_(parallelFor) {}

    //! n_i = |x_i| + epsilon, a = n. False where a norm is not finite: then nothing that follows would be.
    bool start(std::uint32_t index) {
        forPixels([&](std::size_t first, const Tile& tile) {
            float* norms = norms_ + first;
            squares(tile, norms);
            squaresToNorms(norms, options_.epsilon, tile.pixels());
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

    //! j = argmax a, then the part's map, then a <- (1 - s) a.
    Part part(float* map) {
        const std::size_t seed = argmax(activity_, shape_.pixels);
        forPixels([&](std::size_t first, const Tile& tile) {
            float* similarity = map + first;
            dots(tile, 1, pixel(seed), {similarity, 0});
            divide(similarity, norms_ + first, norms_[seed], tile.pixels());
        });
        if (options_.suppression == Suppression::Similarity) suppress(activity_, map, shape_.pixels);

        const double sum = sumOf(map, shape_.pixels);
        if (sum == 0)
            std::fill_n(map, shape_.pixels, 1.f / static_cast<float>(shape_.pixels));
        else
            scale(map, 1 / sum, shape_.pixels);
        if (options_.suppression == Suppression::Weight) suppress(activity_, map, shape_.pixels);
        return {seed, sum};
    }

    //! v = sum w_i x_i of all parts
    void refine(const float* maps, float* vectors) {
        const std::size_t K = options_.parts, C = shape_.channels, P = shape_.pixels;
        std::fill_n(vectors, K * C, 0.f);
        inRanges(C, [&](std::size_t begin, std::size_t end) {
            for (std::size_t first = 0; first < P; first += kPixelsAtOnce) {
                const Tile tile = tileOf(x_, shape_, first, std::min(kPixelsAtOnce, P - first), begin, end - begin);
                weightedSums(tile, K, {maps + first, P}, {partial_ + begin, C});
                for (std::size_t k = 0; k < K; ++k)
                    for (std::size_t c = begin; c < end; ++c)
                        vectors[k * C + c] += partial_[k * C + c];
            }
        });
    }

    //! x_i
    Vectors<const float> pixel(std::size_t i) const {
        if (shape_.layout == Layout::ChannelsLast) return {x_ + i * shape_.channels, 0};
        return {x_ + i, 0, shape_.pixels};
    }

  private:
    //! work(first, tile) on pixels from `first` on, in this thread or in several.
    template <class Work>
    void forPixels(const Work& work) {
        inRanges(shape_.pixels, [&](std::size_t begin, std::size_t end) {
            work(begin, tileOf(x_, shape_, begin, end - begin, 0, shape_.channels));
        });
    }

    //! work(begin, end) on ranges of whole grains.
    template <class Work>
    void inRanges(std::size_t count, const Work& work) {
        if (shape_.channels * shape_.pixels < kParallelFloats) return work(std::size_t{0}, count);
        parallelFor_(std::size_t{0}, (count + kGrain - 1) / kGrain,
                     [&](std::size_t begin, std::size_t end) { work(begin * kGrain, std::min(end * kGrain, count)); });
    }

    const float* x_;
    const Shape& shape_;
    const Options& options_;
    float* norms_;
    float* activity_;  // P
    float* partial_;   // K x C
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
        const auto part = finite ? image.part(maps + k * P) : typename Image<ParallelFor>::Part{0, 0};
        if (finite && !options.refine) {
            const auto seed = image.pixel(part.seed);
            for (std::size_t c = 0; c < C; ++c)
                vectors[k * C + c] = seed.first[c * seed.step];
        }
        if (out.seeds) out.seeds[n * K + k] = static_cast<std::int32_t>(part.seed);
        if (out.sums) out.sums[n * K + k] = static_cast<float>(part.sum);
    }
    if (finite && options.refine) image.refine(maps, vectors);
}

/** Representative vectors, maps and norms of `shape.images` images.

@param x features, N x C x P or, as the shape says, N x P x C.
@param scratch scratchFloats(shape, options) floats; contents do not matter.
@param parallelFor called as parallelFor(begin, end, fn), std::size_t both; has to call fn(b, e) on parts of [begin,
end) that together cover it once, from any threads, and to wait for them; best on one long part for each thread. It is
called over the images, or over ranges of pixels or channels of one image.
*/
template <class ParallelFor>
void representativeVectors(const float* x, const Shape& shape, const Options& options, const Outputs& out,
                           float* scratch, const ParallelFor& parallelFor) {
    const std::size_t C = shape.channels, P = shape.pixels;
    if (shape.images == 1 || C * P >= kLargeFloats) {
        for (std::size_t n = 0; n < shape.images; ++n)
            representImage(x, shape, options, out, n, scratch, parallelFor);
        return;
    }
    const auto inThisThread = [](std::size_t begin, std::size_t end, const auto& work) { work(begin, end); };
    parallelFor(std::size_t{0}, shape.images, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            representImage(x, shape, options, out, n, scratch + n * scratchFloatsPerImage(shape, options),
                           inThisThread);
    });
}

}  // namespace brnpa_kernel

#endif
