// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_GRADIENT_HPP
#define BRNPA_KERNEL_GRADIENT_HPP

// The gradient of BR-NPA, derived by hand. With G(y) for dL/dy, one part with seed j and S = sum s:
//
//     v = sum w_i x_i            G(w_i) = G(map_i) + <G(v), x_i>,    G(x_i) += w_i G(v)
//     w_i = s_i / S              G(s_i) = (G(w_i) - sum_l w_l G(w_l)) / S
//     s_i = d_i / (n_i n_j)      G(d_i) = G(s_i) / (n_i n_j),   G(n_i) -= G(s_i) s_i / n_i,
//                                G(n_j) -= sum_i G(s_i) s_i / n_j
//     d_i = <x_i, x_j>           G(x_i) += G(d_i) x_j,   G(x_j) += sum_i G(d_i) x_i
//     n_i = |x_i| + epsilon      G(x_i) += G(n_i) x_i / |x_i|, 0 where x_i is
//
// The choice of the seeds is piecewise constant and has none. An image is read three times and written once.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "dots.hpp"
#include "loops.hpp"
#include "options.hpp"
#include "tile.hpp"

namespace brnpa_kernel {

//! What representativeVectors() gave, all of it.
struct Forward {
    const float* maps;          // N x K x P
    const float* norms;         // N x P
    const std::int32_t* seeds;  // N x K
    const float* sums;          // N x K
};

//! dL/d(output); nullptr: zero.
struct OutputGradients {
    const float* vectors = nullptr;  // N x K x C
    const float* maps = nullptr;     // N x K x P
    const float* norms = nullptr;    // N x P
};

//! How many floats of scratch an image's gradient needs.
inline std::size_t gradientScratchFloats(const Shape& shape, const Options& options) {
    return (options.parts + 1) * shape.pixels + 3 * options.parts * shape.channels;
}

//! The gradient of one image; its methods follow the list above.
class ImageGradient {
  public:
    ImageGradient(const float* image, const Shape& shape, const Options& options, const Forward& forward,
                  const OutputGradients& gradients, std::size_t n, float* scratch)
        : x_(image),
          shape_(shape),
          options_(options),
          norms_(forward.norms + n * shape.pixels),
          maps_(forward.maps + n * options.parts * shape.pixels),
          seeds_(forward.seeds + n * options.parts),
          sums_(forward.sums + n * options.parts),
          toVectors_(gradients.vectors ? gradients.vectors + n * options.parts * shape.channels : nullptr),
          toMaps_(gradients.maps ? gradients.maps + n * options.parts * shape.pixels : nullptr),
          toDots_(scratch),
          toNorms_(toDots_ + options.parts * shape.pixels),
          toSeeds_(toNorms_ + shape.pixels),
          seedPixels_(toSeeds_ + options.parts * shape.channels),
          partial_(seedPixels_ + options.parts * shape.channels) {
        if (gradients.norms)
            std::copy_n(gradients.norms + n * shape.pixels, shape.pixels, toNorms_);
        else
            std::fill_n(toNorms_, shape.pixels, 0.f);
    }

    void write(float* result) {
        toMaps();
        for (std::size_t k = 0; k < options_.parts; ++k)
            throughSimilarity(k, toDots_ + k * shape_.pixels);
        throughNorms();
        toSeeds();
        spread(result);
        for (std::size_t k = 0; k < options_.parts; ++k)
            for (std::size_t c = 0; c < shape_.channels; ++c)
                result[index(c, seed(k))] += toSeeds_[k * shape_.channels + c];
    }

  private:
    std::size_t seed(std::size_t k) const { return static_cast<std::size_t>(seeds_[k]); }

    std::size_t index(std::size_t c, std::size_t i) const {
        return shape_.layout == Layout::ChannelsLast ? i * shape_.channels + c : c * shape_.pixels + i;
    }

    //! A vector's gradient goes through the map only where the vector is the map's.
    bool throughMap() const { return toVectors_ && options_.refine; }

    //! G(w_i), kept in toDots_
    void toMaps() {
        const std::size_t K = options_.parts, P = shape_.pixels;
        if (throughMap())
            forEachTile([&](std::size_t first, const Tile& tile) {
                dots(tile, K, {toVectors_, shape_.channels}, {toDots_ + first, P});
            });
        else
            std::fill_n(toDots_, K * P, 0.f);
        for (std::size_t i = 0; toMaps_ && i < K * P; ++i)
            toDots_[i] += toMaps_[i];
    }

    //! G(w_i) becomes G(d_i); G(n_i) is added to
    void throughSimilarity(std::size_t k, float* gradient) {
        const float* map = maps_ + k * shape_.pixels;
        if (sums_[k] == 0) {
            std::fill_n(gradient, shape_.pixels, 0.f);
            return;
        }
        double mean = 0, toSeedNorm = 0;
        for (std::size_t i = 0; i < shape_.pixels; ++i)
            mean += static_cast<double>(map[i]) * gradient[i];
        for (std::size_t i = 0; i < shape_.pixels; ++i) {
            const auto scaled =
                static_cast<float>(gradient[i] - mean);  // G(s_i) S, so that G(s_i) s_i is this times w_i
            toNorms_[i] -= scaled * map[i] / norms_[i];
            toSeedNorm += static_cast<double>(scaled) * map[i];
            gradient[i] = scaled / sums_[k] / norms_[i] / norms_[seed(k)];
        }
        toNorms_[seed(k)] -= static_cast<float>(toSeedNorm / norms_[seed(k)]);
    }

    //! G(n_i) / |x_i|
    void throughNorms() {
        for (std::size_t i = 0; i < shape_.pixels; ++i) {
            const float length = norms_[i] - options_.epsilon;
            toNorms_[i] = length > 0 ? toNorms_[i] / length : 0;
        }
    }

    //! sum_i G(d_i) x_i of every part, and the seed's own share where the vector is the seed's
    void toSeeds() {
        const std::size_t C = shape_.channels;
        std::fill_n(toSeeds_, options_.parts * C, 0.f);
        if (toVectors_ && !options_.refine) std::copy_n(toVectors_, options_.parts * C, toSeeds_);
        forEachTile([&](std::size_t first, const Tile& tile) {
            weightedSums(tile, options_.parts, {toDots_ + first, shape_.pixels}, {partial_, C});
            for (std::size_t i = 0; i < options_.parts * C; ++i)
                toSeeds_[i] += partial_[i];
        });
        for (std::size_t k = 0; k < options_.parts; ++k)
            for (std::size_t c = 0; c < C; ++c)
                seedPixels_[k * C + c] = x_[index(c, seed(k))];
    }

    //! x_i G(n_i) / |x_i| + sum over parts of w_i G(v) + G(d_i) x_j
    void spread(float* result) const {
        const std::size_t C = shape_.channels, P = shape_.pixels;
        const auto toVector = [&](std::size_t k, std::size_t c) { return throughMap() ? toVectors_[k * C + c] : 0; };
        if (shape_.layout == Layout::ChannelsLast)
            for (std::size_t i = 0; i < P; ++i) {
                float* row = result + i * C;
                for (std::size_t c = 0; c < C; ++c)
                    row[c] = toNorms_[i] * x_[i * C + c];
                for (std::size_t k = 0; k < options_.parts; ++k)
                    addScaled(throughMap() ? maps_[k * P + i] : 0, throughMap() ? toVectors_ + k * C : seedPixels_,
                              toDots_[k * P + i], seedPixels_ + k * C, C, row);
            }
        else
            for (std::size_t c = 0; c < C; ++c) {
                float* row = result + c * P;
                for (std::size_t i = 0; i < P; ++i)
                    row[i] = toNorms_[i] * x_[c * P + i];
                for (std::size_t k = 0; k < options_.parts; ++k)
                    addScaled(toVector(k, c), maps_ + k * P, seedPixels_[k * C + c], toDots_ + k * P, P, row);
            }
    }

    template <class Work>
    void forEachTile(const Work& work) const {
        for (std::size_t first = 0; first < shape_.pixels; first += kAtOnce)
            work(first, tileOf(x_, shape_, first, std::min(kAtOnce, shape_.pixels - first)));
    }

    const float* x_;
    const Shape& shape_;
    const Options& options_;
    const float *norms_, *maps_;
    const std::int32_t* seeds_;
    const float *sums_, *toVectors_, *toMaps_;
    float* toDots_;      // K x P
    float* toNorms_;     // P
    float* toSeeds_;     // K x C
    float* seedPixels_;  // K x C, x_j
    float* partial_;     // K x C
};

/** dL/dx of one image; images are independent of each other.

@param x features, as for representativeVectors().
@param options of the forward pass.
@param n which image.
@param xGradient of the features' size and layout; image n of it is written.
@param scratch gradientScratchFloats() floats.
*/
inline void imageGradient(const float* x, const Shape& shape, const Options& options, const Forward& forward,
                          const OutputGradients& gradients, std::size_t n, float* xGradient, float* scratch) {
    const std::size_t first = n * shape.channels * shape.pixels;
    ImageGradient(x + first, shape, options, forward, gradients, n, scratch).write(xGradient + first);
}

}  // namespace brnpa_kernel

#endif
