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
// between the two, and where H * W is a power of two the rows of a tile displace each other.
//
// An image is worked on in groups of rows, which are long runs of memory, the same for every read. Sums are added up
// in the same order whatever the number of threads, and so the results are the same to the last bit.

#include <algorithm>
#include <cmath>
#include <limits>

#include "dots.hpp"
#include "loops.hpp"
#include "options.hpp"
#include "pseudo_random.hpp"
#include "team.hpp"

namespace brnpa_kernel {

constexpr std::size_t kSharedFloats = std::size_t{1} << 18;  // smaller images are not worth waking threads for
constexpr std::size_t kLargeFloats = std::size_t{1} << 21;   // of larger images, two do not fit a cache
constexpr std::size_t kGroups = 16;                          // of an image that threads share
constexpr std::size_t kLeastRows = 32;                       // of a group: reading its sums costs little beside them
constexpr std::size_t kMostRows = 1024;                      // of a group: chains of additions stay short

//! An image as a matrix, and its rows in groups: a row is a channel, or with the channels last a pixel.
struct Groups {
    explicit Groups(const Shape& shape)
        : rows(shape.layout == Layout::ChannelsLast ? shape.pixels : shape.channels),
          width(shape.layout == Layout::ChannelsLast ? shape.channels : shape.pixels) {
        const std::size_t share = rows * width < kSharedFloats ? rows : (rows + kGroups - 1) / kGroups;
        size = std::clamp((share + kRows - 1) / kRows * kRows, kLeastRows, kMostRows);
        count = (rows + size - 1) / size;
    }
    std::size_t rows, width, size, count;
};

//! Whether all threads work on one image, or each on its own.
inline bool threadsShareImages(const Shape& shape) {
    const std::size_t floats = shape.channels * shape.pixels;
    return floats >= kLargeFloats || (shape.images == 1 && floats >= kSharedFloats);
}

inline std::size_t scratchFloatsPerImage(const Shape& shape, const Options& options) {
    const Groups groups(shape);
    const std::size_t sums = shape.layout == Layout::ChannelsLast ? options.parts * groups.width : groups.width;
    const std::size_t kept = threadsShareImages(shape) ? groups.count - 1 : std::min<std::size_t>(groups.count - 1, 1);
    return shape.pixels + shape.channels + kept * sums;
}

//! How many floats of scratch representativeVectors() needs.
inline std::size_t scratchFloats(const Shape& shape, const Options& options) {
    return (threadsShareImages(shape) ? 1 : shape.images) * scratchFloatsPerImage(shape, options);
}

//! One image of a batch; every method is one line or two of the algorithm above.
template <class Element>
class Image {
  public:
    //! @param team nullptr: this thread alone.
    Image(const Element* x, const Shape& shape, const Options& options, float* norms, float* scratch, Team* team)
        : x_(x),
          shape_(shape),
          options_(options),
          groups_(shape),
          norms_(norms),
          activity_(scratch),
          seed_(activity_ + shape.pixels),
          sums_(seed_ + shape.channels),
          team_(team) {}

    //! n_i = |x_i| + epsilon, a = n. False where a norm is not finite: then nothing that follows would be.
    bool start(std::uint32_t index) {
        if (channelsLast())
            forGroups([&](std::size_t, std::size_t first, const Rows<Element>& rows) {
                squaresOfRows(rows, norms_ + first);
            });
        else
            sumOfGroups(norms_, shape_.pixels,
                        [](std::size_t, const Rows<Element>& rows, float* out) { sumsOfSquares(rows, out); });
        squaresToNorms(norms_, options_.epsilon, shape_.pixels);
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
        if (channelsLast()) {
            copyPixel(seed, seed_);
            alongRows(1, seed_, map);
        } else {
            acrossRows(1, Vectors<const Element>{x_ + seed, 0, shape_.pixels}, map);
        }
        divide(map, norms_, norms_[seed], shape_.pixels);
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
        if (channelsLast())
            acrossRows(options_.parts, Vectors<const float>{maps, shape_.pixels}, vectors);
        else
            alongRows(options_.parts, maps, vectors);
    }

    //! x_i
    void copyPixel(std::size_t i, float* pixel) const {
        for (std::size_t c = 0; c < shape_.channels; ++c)
            pixel[c] = toFloat(channelsLast() ? x_[i * shape_.channels + c] : x_[c * shape_.pixels + i]);
    }

  private:
    bool channelsLast() const { return shape_.layout == Layout::ChannelsLast; }

    //! out_kr = sum_t a_kt x_rt
    void alongRows(std::size_t K, const float* a, float* out) {
        forGroups([&](std::size_t, std::size_t first, const Rows<Element>& rows) {
            dotsOfRows(rows, K, {a, groups_.width}, {out + first, groups_.rows});
        });
    }

    //! out_kt = sum_r a_kr x_rt
    template <class Factor>
    void acrossRows(std::size_t K, const Vectors<const Factor>& a, float* out) {
        sumOfGroups(out, K * groups_.width, [&](std::size_t first, const Rows<Element>& rows, float* sums) {
            const Vectors<const Factor> factors{a.first + first * a.step, a.stride, a.step};
            sumsOfRows(rows, K, factors, Vectors<float>{sums, groups_.width});
        });
    }

    //! work(group, its first row, its rows), in this thread or in several
    template <class Work>
    void forGroups(const Work& work) {
        const auto onGroup = [&](std::size_t group) {
            const std::size_t first = group * groups_.size;
            work(group, first,
                 Rows<Element>{x_ + first * groups_.width, std::min(groups_.size, groups_.rows - first), groups_.width,
                               groups_.width});
        };
        if (team_) return team_->share(groups_.count, onGroup);
        for (std::size_t group = 0; group < groups_.count; ++group)
            onGroup(group);
    }

    //! out = sum over the groups of what work(first row, rows, sums) puts into `count` sums
    template <class Work>
    void sumOfGroups(float* out, std::size_t count, const Work& work) {
        forGroups([&](std::size_t group, std::size_t first, const Rows<Element>& rows) {
            float* sums = group == 0 ? out : team_ ? sums_ + (group - 1) * count : sums_;
            work(first, rows, sums);
            if (!team_ && group > 0) addTo(out, sums, count);
        });
        for (std::size_t group = 1; team_ && group < groups_.count; ++group)
            addTo(out, sums_ + (group - 1) * count, count);
    }

    const Element* x_;
    const Shape& shape_;
    const Options& options_;
    const Groups groups_;
    float* norms_;
    float* activity_;  // P
    float* seed_;      // C
    float* sums_;      // of groups
    Team* team_;
};

//! A part's map sums to 1 and its vector is the weighted mean of the features; see cv::brnpa::representativeVectors().
template <class Element>
void representImage(const Element* x, const Shape& shape, const Options& options, const Outputs& out, std::size_t n,
                    float* scratch, Team* team) {
    const std::size_t K = options.parts, C = shape.channels, P = shape.pixels;
    Image<Element> image(x + n * C * P, shape, options, out.norms + n * P, scratch, team);
    float* vectors = out.vectors + n * K * C;
    float* maps = out.maps + n * K * P;
    const bool finite = image.start(static_cast<std::uint32_t>(n));
    if (!finite) {
        std::fill_n(vectors, K * C, std::numeric_limits<float>::quiet_NaN());
        std::fill_n(maps, K * P, std::numeric_limits<float>::quiet_NaN());
    }
    for (std::size_t k = 0; k < K; ++k) {
        const auto part = finite ? image.part(maps + k * P) : typename Image<Element>::Part{0, 0};
        if (finite && !options.refine) image.copyPixel(part.seed, vectors + k * C);
        if (out.seeds) out.seeds[n * K + k] = static_cast<std::int32_t>(part.seed);
        if (out.sums) out.sums[n * K + k] = static_cast<float>(part.sum);
    }
    if (finite && options.refine) image.refine(maps, vectors);
}

/** Representative vectors, maps and norms of `shape.images` images.

@param x features, float, Half or BFloat16, N x C x P or, as the shape says, N x P x C.
@param scratch scratchFloats(shape, options) floats; contents do not matter.
@param parallelFor called as parallelFor(begin, end, fn), std::size_t both; has to call fn(b, e) on parts of [begin,
end), at least one, from any threads, and to wait for them; best on one part for each thread.
*/
template <class Element, class ParallelFor>
void representativeVectors(const Element* x, const Shape& shape, const Options& options, const Outputs& out,
                           float* scratch, const ParallelFor& parallelFor) {
    const std::size_t N = shape.images;
    const bool share = threadsShareImages(shape);
    if (N == 1 && !share) return representImage(x, shape, options, out, 0, scratch, nullptr);

    Team team;
    const std::size_t pieces = share ? Groups(shape).count : std::min(N, Team::kMostPieces);
    parallelFor(std::size_t{0}, pieces, [&](std::size_t, std::size_t) {
        team.join([&] {
            for (std::size_t n = 0; share && n < N; ++n)
                representImage(x, shape, options, out, n, scratch, &team);
            if (share) return;
            team.share(pieces, [&](std::size_t piece) {
                for (std::size_t n = piece * N / pieces; n < (piece + 1) * N / pieces; ++n)
                    representImage(x, shape, options, out, n, scratch + n * scratchFloatsPerImage(shape, options),
                                   nullptr);
            });
        });
    });
}

}  // namespace brnpa_kernel

#endif
