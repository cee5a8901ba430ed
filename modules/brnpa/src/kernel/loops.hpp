// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_LOOPS_HPP
#define BRNPA_KERNEL_LOOPS_HPP

#include <algorithm>
#include <cstddef>

#include "options.hpp"

// The loops that take the time. They are written so that compilers vectorize them without -ffast-math: sums run in
// kLanes separate lanes, or along independent pixels. Where the linker can choose between versions of a function at
// load time, each is built twice, for the compiler's baseline and for AVX2. Sanitizers run before such a choice can be
// made.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(BRNPA_NO_MULTIVERSIONING)
#define BRNPA_HOT [[maybe_unused]] static
#elif defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && !defined(__AVX2__)
#define BRNPA_HOT [[maybe_unused]] __attribute__((target_clones("avx2", "default"))) static
#else
#define BRNPA_HOT [[maybe_unused]] static
#endif

namespace brnpa_kernel {

constexpr std::size_t kChannels = 4;  // channels that share one load of the pixels' coefficients

//! A tile of a feature map: `width` neighboring pixels of every channel. A row is a channel, or with the channels last
//! a pixel; rows are `stride` floats apart.
struct Tile {
    const float* x;
    std::size_t channels, width, stride;
    Layout layout;
    const float* row(std::size_t index) const { return x + index * stride; }
    float at(std::size_t channel, std::size_t pixel) const {
        return layout == Layout::ChannelsLast ? row(pixel)[channel] : row(channel)[pixel];
    }
};

//! sum_i a_i b_i
BRNPA_HOT float dot(const float* a, const float* b, std::size_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

//! out_t += a p_t + b q_t
BRNPA_HOT void addScaled(float a, const float* __restrict p, float b, const float* __restrict q, std::size_t count,
                         float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < count; ++t)
        out[t] += a * p[t] + b * q[t];
}

//! out_t = sum_c u_c x_ct, channels first
BRNPA_HOT void dotChannels(const Tile tile, const float* __restrict u, float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < tile.width; ++t)
        out[t] = 0.f;
    std::size_t c = 0;
    for (; c + kChannels <= tile.channels; c += kChannels) {
        const float *x0 = tile.row(c), *x1 = tile.row(c + 1), *x2 = tile.row(c + 2), *x3 = tile.row(c + 3);
        const float u0 = u[c], u1 = u[c + 1], u2 = u[c + 2], u3 = u[c + 3];
#pragma omp simd
        for (std::size_t t = 0; t < tile.width; ++t)
            out[t] += (u0 * x0[t] + u1 * x1[t]) + (u2 * x2[t] + u3 * x3[t]);
    }
    for (; c < tile.channels; ++c) {
        const float* x0 = tile.row(c);
#pragma omp simd
        for (std::size_t t = 0; t < tile.width; ++t)
            out[t] += u[c] * x0[t];
    }
}

//! out_t = sum_c x_ct^2, channels first
BRNPA_HOT void squareChannels(const Tile tile, float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < tile.width; ++t)
        out[t] = 0.f;
    std::size_t c = 0;
    for (; c + kChannels <= tile.channels; c += kChannels) {
        const float *x0 = tile.row(c), *x1 = tile.row(c + 1), *x2 = tile.row(c + 2), *x3 = tile.row(c + 3);
#pragma omp simd
        for (std::size_t t = 0; t < tile.width; ++t)
            out[t] += (x0[t] * x0[t] + x1[t] * x1[t]) + (x2[t] * x2[t] + x3[t] * x3[t]);
    }
    for (; c < tile.channels; ++c) {
        const float* x0 = tile.row(c);
#pragma omp simd
        for (std::size_t t = 0; t < tile.width; ++t)
            out[t] += x0[t] * x0[t];
    }
}

//! out_c = sum_t s_t x_ct, channels first
BRNPA_HOT void weightedChannels(const Tile tile, const float* __restrict s, float* __restrict out) {
    std::size_t c = 0;
    for (; c + kChannels <= tile.channels; c += kChannels) {
        const float *x0 = tile.row(c), *x1 = tile.row(c + 1), *x2 = tile.row(c + 2), *x3 = tile.row(c + 3);
        float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
#pragma omp simd reduction(+ : sum0, sum1, sum2, sum3)
        for (std::size_t t = 0; t < tile.width; ++t) {
            sum0 += s[t] * x0[t];
            sum1 += s[t] * x1[t];
            sum2 += s[t] * x2[t];
            sum3 += s[t] * x3[t];
        }
        out[c] = sum0;
        out[c + 1] = sum1;
        out[c + 2] = sum2;
        out[c + 3] = sum3;
    }
    for (; c < tile.channels; ++c) {
        const float* x0 = tile.row(c);
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::size_t t = 0; t < tile.width; ++t)
            sum += s[t] * x0[t];
        out[c] = sum;
    }
}

//! out_t = sum_c u_c x_ct
inline void dotTile(const Tile& tile, const float* u, float* out) {
    if (tile.layout == Layout::ChannelsFirst) return dotChannels(tile, u, out);
    for (std::size_t t = 0; t < tile.width; ++t)
        out[t] = dot(u, tile.row(t), tile.channels);
}

//! out_t = sum_c x_ct^2
inline void squareTile(const Tile& tile, float* out) {
    if (tile.layout == Layout::ChannelsFirst) return squareChannels(tile, out);
    for (std::size_t t = 0; t < tile.width; ++t)
        out[t] = dot(tile.row(t), tile.row(t), tile.channels);
}

//! out_c = sum_t s_t x_ct
inline void weightedSums(const Tile& tile, const float* s, float* out) {
    if (tile.layout == Layout::ChannelsFirst) return weightedChannels(tile, s, out);
    std::fill_n(out, tile.channels, 0.f);
    std::size_t t = 0;
    for (; t + 2 <= tile.width; t += 2)
        addScaled(s[t], tile.row(t), s[t + 1], tile.row(t + 1), tile.channels, out);
    if (t < tile.width) addScaled(s[t], tile.row(t), 0, tile.row(t), tile.channels, out);
}

//! sum_i v_i, in double
BRNPA_HOT double sumOf(const float* v, std::size_t count) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i)
        sum += static_cast<double>(v[i]);
    return sum;
}

//! The first index of the greatest number; an index below count even where there are NaN.
BRNPA_HOT std::size_t argmax(const float* v, std::size_t count) {
    float greatest = v[0];
#pragma omp simd reduction(max : greatest)
    for (std::size_t i = 0; i < count; ++i)
        greatest = v[i] > greatest ? v[i] : greatest;
    for (std::size_t i = 0; i < count; ++i)
        if (v[i] == greatest) return i;
    return 0;
}

}  // namespace brnpa_kernel

#endif
