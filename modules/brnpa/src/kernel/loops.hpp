// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_LOOPS_HPP
#define BRNPA_KERNEL_LOOPS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>

// The loops that take the time. They are written so that compilers vectorize them without -ffast-math: sums run along
// independent numbers, or in lanes that `omp simd reduction` allows. Where the linker can choose between versions of a
// function at load time, each is built three times: for the compiler's baseline, for AVX2 with FMA, and for AVX-512.
// Sanitizers run before such a choice can be made.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(BRNPA_NO_MULTIVERSIONING)
#define BRNPA_HOT [[maybe_unused]] static
#elif defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && !defined(__AVX2__)
#if __GNUC__ >= 12  // before, GCC does not know the levels
#define BRNPA_HOT [[maybe_unused]] __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) static
#else
#define BRNPA_HOT [[maybe_unused]] __attribute__((target_clones("avx2", "default"))) static
#endif
#else
#define BRNPA_HOT [[maybe_unused]] static
#endif

//! A part of such loops.
#ifdef __GNUC__
#define BRNPA_INLINE __attribute__((always_inline)) inline
#else
#define BRNPA_INLINE inline
#endif

namespace brnpa_kernel {

constexpr std::size_t kRows = 8;  // read side by side: for one load and store of a sum, or one load of the factors

//! Part of a matrix: `count` rows of `width` numbers, `stride` apart.
struct Rows {
    const float* first;
    std::size_t count, width, stride;
    const float* operator[](std::size_t row) const { return first + row * stride; }
    Rows from(std::size_t row) const { return {first + row * stride, count - row, width, stride}; }
};

//! K vectors, `stride` apart. Of factors, the numbers of a vector may also be `step` apart where it says so.
template <class Number>
struct Vectors {
    Number* first;
    std::size_t stride, step = 1;
    Number* operator[](std::size_t k) const { return first + k * stride; }
};

//! out_t += sum_r a_r x_rt of R rows
template <std::size_t R>
BRNPA_INLINE void addRows(const Rows x, const float* __restrict a, std::size_t step, float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < x.width; ++t) {
        float sum = 0;
        for (std::size_t r = 0; r < R; ++r)
            sum += a[r * step] * x[r][t];
        out[t] += sum;
    }
}

//! out_kt = sum_r a_kr x_rt, k < K; with any step of a
BRNPA_HOT void sumsOfRows(const Rows x, std::size_t K, const Vectors<const float> a, const Vectors<float> sums) {
    for (std::size_t k = 0; k < K; ++k)
        std::fill_n(sums[k], x.width, 0.f);
    std::size_t r = 0;
    for (; r + kRows <= x.count; r += kRows)
        for (std::size_t k = 0; k < K; ++k)
            addRows<kRows>(x.from(r), a[k] + r * a.step, a.step, sums[k]);
    for (; r < x.count; ++r)
        for (std::size_t k = 0; k < K; ++k)
            addRows<1>(x.from(r), a[k] + r * a.step, a.step, sums[k]);
}

//! out_t += sum_r x_rt^2 of R rows
template <std::size_t R>
BRNPA_INLINE void addSquares(const Rows x, float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < x.width; ++t) {
        float sum = 0;
        for (std::size_t r = 0; r < R; ++r)
            sum += x[r][t] * x[r][t];
        out[t] += sum;
    }
}

//! out_t = sum_r x_rt^2
BRNPA_HOT void sumsOfSquares(const Rows x, float* out) {
    std::fill_n(out, x.width, 0.f);
    std::size_t r = 0;
    for (; r + kRows <= x.count; r += kRows)
        addSquares<kRows>(x.from(r), out);
    for (; r < x.count; ++r)
        addSquares<1>(x.from(r), out);
}

//! A sum along a row is kept in lanes, so that its additions need not wait for each other.
constexpr std::size_t kLanes = 8;
#ifdef __clang__  // unrolls the loop in addProducts() and does not find the vectors again
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));
#else
using Lanes = float[kLanes];
#endif

BRNPA_INLINE void addProducts(Lanes& sum, const float* a, const float* b) {
#ifdef __clang__
    Lanes x, y;
    __builtin_memcpy(&x, a, sizeof(x));
    __builtin_memcpy(&y, b, sizeof(y));
    sum += x * y;
#else
#pragma omp simd
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        sum[lane] += a[lane] * b[lane];
#endif
}

BRNPA_INLINE float total(const Lanes& sum) {
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

//! out_kr = sum_t a_kt x_rt, k < K. Numbers of R rows are loaded once for all k, and the sums stay in registers. Of
//! whole lanes and whole groups of rows only.
template <std::size_t K, std::size_t R>
BRNPA_INLINE void dotsInRegisters(const Rows x, const Vectors<const float> a, const Vectors<float> dots) {
    for (std::size_t r = 0; r < x.count; r += R) {
        Lanes sums[K][R] = {};
        for (std::size_t t = 0; t < x.width; t += kLanes)
            for (std::size_t i = 0; i < R; ++i)
                for (std::size_t k = 0; k < K; ++k)
                    addProducts(sums[k][i], a[k] + t, x[r + i] + t);
        for (std::size_t k = 0; k < K; ++k)
            for (std::size_t i = 0; i < R; ++i)
                dots[k][r + i] = total(sums[k][i]);
    }
}

template <std::size_t K>
BRNPA_INLINE void dotsOfAnyRows(const Rows x, const Vectors<const float> a, const Vectors<float> dots) {
    constexpr std::size_t kTogether = 4;
    const std::size_t width = x.width / kLanes * kLanes, count = x.count / kTogether * kTogether;
    dotsInRegisters<K, kTogether>({x.first, count, width, x.stride}, a, dots);
    dotsInRegisters<K, 1>({x[count], x.count - count, width, x.stride}, a, {dots.first + count, dots.stride});
    for (std::size_t t = width; t < x.width; ++t)
        for (std::size_t r = 0; r < x.count; ++r)
            for (std::size_t k = 0; k < K; ++k)
                dots[k][r] += a[k][t] * x[r][t];
}

BRNPA_HOT void oneDotOfRows(const Rows x, const Vectors<const float> a, const Vectors<float> dots) {
    dotsOfAnyRows<1>(x, a, dots);
}

BRNPA_HOT void threeDotsOfRows(const Rows x, const Vectors<const float> a, const Vectors<float> dots) {
    dotsOfAnyRows<3>(x, a, dots);
}

//! out_kr = sum_t a_kt x_rt, k < K
inline void dotsOfRows(const Rows x, std::size_t K, const Vectors<const float> a, const Vectors<float> dots) {
    std::size_t k = 0;
    for (; k + 3 <= K; k += 3)
        threeDotsOfRows(x, {a[k], a.stride}, {dots[k], dots.stride});
    for (; k < K; ++k)
        oneDotOfRows(x, {a[k], a.stride}, {dots[k], dots.stride});
}

//! out_r = sum_t x_rt^2
BRNPA_HOT void squaresOfRows(const Rows x, float* __restrict out) {
    const std::size_t width = x.width / kLanes * kLanes;
    for (std::size_t r = 0; r < x.count; ++r) {
        Lanes even = {}, odd = {};
        std::size_t t = 0;
        for (; t + 2 * kLanes <= width; t += 2 * kLanes) {
            addProducts(even, x[r] + t, x[r] + t);
            addProducts(odd, x[r] + t + kLanes, x[r] + t + kLanes);
        }
        if (t < width) addProducts(even, x[r] + t, x[r] + t);
        float sum = total(even) + total(odd);
        for (t = width; t < x.width; ++t)
            sum += x[r][t] * x[r][t];
        out[r] = sum;
    }
}

//! out_t += a p_t + b q_t
BRNPA_HOT void addScaled(float a, const float* __restrict p, float b, const float* __restrict q, std::size_t count,
                         float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < count; ++t)
        out[t] += a * p[t] + b * q[t];
}

//! v_i <- sqrt(v_i) + epsilon
BRNPA_HOT void squaresToNorms(float* v, float epsilon, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        v[i] = std::sqrt(v[i]) + epsilon;
}

//! v_i <- v_i / a_i / b
BRNPA_HOT void divide(float* __restrict v, const float* __restrict a, float b, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        v[i] = v[i] / a[i] / b;
}

//! v_i <- factor v_i
BRNPA_HOT void scale(float* v, double factor, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        v[i] = static_cast<float>(v[i] * factor);
}

//! v_i <- (1 - taken_i) v_i
BRNPA_HOT void suppress(float* __restrict v, const float* __restrict taken, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        v[i] *= 1.f - taken[i];
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
