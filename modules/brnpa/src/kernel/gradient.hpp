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

#include "loops.hpp"
#include "options.hpp"

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
    return (options.parts + 1) * shape.pixels + shape.channels;
}

//! Image n of a batch. @param toDots K x P, written: G(d). @param toNorms P, G(n), is added to.
inline void similarityGradients(const Tile& image, const Options& options, const Forward& forward,
                                const OutputGradients& gradients, std::size_t n, float* toDots, float* toNorms) {
    const std::size_t K = options.parts, C = image.channels, P = image.width;
    const float* norms = forward.norms + n * P;
    for (std::size_t k = n * K; k < (n + 1) * K; ++k, toDots += P) {
        if (gradients.vectors && options.refine)
            dotTile(image, gradients.vectors + k * C, toDots);
        else
            std::fill_n(toDots, P, 0.f);
        const float* map = forward.maps + k * P;
        double mean = 0;
        for (std::size_t i = 0; i < P; ++i) {
            if (gradients.maps) toDots[i] += gradients.maps[k * P + i];
            mean += static_cast<double>(map[i]) * toDots[i];
        }
        if (forward.sums[k] == 0) {
            std::fill_n(toDots, P, 0.f);
            continue;
        }
        const auto seed = static_cast<std::size_t>(forward.seeds[k]);
        double toSeedNorm = 0;
        for (std::size_t i = 0; i < P; ++i) {
            const auto scaled = static_cast<float>(toDots[i] - mean);  // G(s_i) S, so that G(s_i) s_i is this times w_i
            toNorms[i] -= scaled * map[i] / norms[i];
            toSeedNorm += static_cast<double>(scaled) * map[i];
            toDots[i] = scaled / forward.sums[k] / norms[i] / norms[seed];
        }
        toNorms[seed] -= static_cast<float>(toSeedNorm / norms[seed]);
    }
}

/** dL/dx of one image; images are independent of each other.

@param x N x C x P features, as for representativeVectors().
@param options of the forward pass.
@param n which image.
@param xGradient N x C x P; image n of it is written.
@param scratch gradientScratchFloats() floats.
*/
inline void imageGradient(const float* x, const Shape& shape, const Options& options, const Forward& forward,
                          const OutputGradients& gradients, std::size_t n, float* xGradient, float* scratch) {
    const std::size_t K = options.parts, C = shape.channels, P = shape.pixels;
    const Tile image{x + n * C * P, C, P, P};
    float *toDots = scratch, *toNorms = toDots + K * P, *toSeed = toNorms + P;
    if (gradients.norms)
        std::copy_n(gradients.norms + n * P, P, toNorms);
    else
        std::fill_n(toNorms, P, 0.f);
    similarityGradients(image, options, forward, gradients, n, toDots, toNorms);

    for (std::size_t i = 0; i < P; ++i) {
        const float length = forward.norms[n * P + i] - options.epsilon;
        toNorms[i] = length > 0 ? toNorms[i] / length : 0;
    }
    float* result = xGradient + n * C * P;
    for (std::size_t c = 0; c < C; ++c)
        for (std::size_t i = 0; i < P; ++i)
            result[c * P + i] = toNorms[i] * image.row(c)[i];
    for (std::size_t part = 0; part < K; ++part) {
        const std::size_t k = n * K + part;
        const auto seed = static_cast<std::size_t>(forward.seeds[k]);
        const float *map = forward.maps + k * P, *dots = toDots + part * P;
        const float* toVector = gradients.vectors ? gradients.vectors + k * C : nullptr;
        weightedSums(image, dots, toSeed);
        for (std::size_t c = 0; c < C; ++c) {
            const float throughMap = toVector && options.refine ? toVector[c] : 0;
            addScaled(throughMap, map, image.row(c)[seed], dots, P, result + c * P);
            result[c * P + seed] += toSeed[c] + (toVector && !options.refine ? toVector[c] : 0);
        }
    }
}

}  // namespace brnpa_kernel

#endif
