// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_DOTS_HPP
#define BRNPA_KERNEL_DOTS_HPP

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "avx512.hpp"
#include "element.hpp"
#include "hot.hpp"
#include "rows.hpp"

// Sums along rows.
namespace brnpa_kernel {

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

//! out_kr += sum_t a_kt x_rt, k < K. Numbers of R rows are loaded once for all k, and the sums stay in registers. Of
//! whole lanes and whole groups of rows only.
template <std::size_t K, std::size_t R>
BRNPA_INLINE void addDotsInRegisters(const Rows<float> x, const Vectors<const float> a, const Vectors<float> dots) {
    for (std::size_t r = 0; r < x.count; r += R) {
        Lanes sums[K][R] = {};
        for (std::size_t t = 0; t < x.width; t += kLanes)
            for (std::size_t i = 0; i < R; ++i)
                for (std::size_t k = 0; k < K; ++k)
                    addProducts(sums[k][i], a[k] + t, x[r + i] + t);
        for (std::size_t k = 0; k < K; ++k)
            for (std::size_t i = 0; i < R; ++i)
                dots[k][r + i] += total(sums[k][i]);
    }
}

constexpr std::size_t kRowsOfDots = 4;  // whose sums are in registers

template <std::size_t K>
BRNPA_INLINE void addDotsOfAnyRows(const Rows<float> x, const Vectors<const float> a, const Vectors<float> dots) {
    const std::size_t width = x.width / kLanes * kLanes, count = x.count / kRowsOfDots * kRowsOfDots;
    addDotsInRegisters<K, kRowsOfDots>({x.first, count, width, x.stride}, a, dots);
    addDotsInRegisters<K, 1>({x[count], x.count - count, width, x.stride}, a, {dots.first + count, dots.stride});
    for (std::size_t t = width; t < x.width; ++t)
        for (std::size_t r = 0; r < x.count; ++r)
            for (std::size_t k = 0; k < K; ++k)
                dots[k][r] += a[k][t] * x[r][t];
}

BRNPA_HOT void addOneDot(const Rows<float> x, const Vectors<const float> a, const Vectors<float> dots) {
    addDotsOfAnyRows<1>(x, a, dots);
}

BRNPA_HOT void addThreeDots(const Rows<float> x, const Vectors<const float> a, const Vectors<float> dots) {
    addDotsOfAnyRows<3>(x, a, dots);
}

template <class Element>
BRNPA_HOT void toFloats(const Element* __restrict x, std::size_t count, float* __restrict out) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        out[i] = toFloat(x[i]);
}

constexpr std::size_t kAtOnce = 1024;  // their factors stay in the first-level cache, chains of additions short

//! out_kr += sum_t a_kt x_rt, k < K, of at most kAtOnce numbers a row
template <std::size_t K, class Element>
void addDots(const Rows<Element> x, const Vectors<const float> a, const Vectors<float> dots) {
#ifdef BRNPA_AVX512
    if (hasAvx512()) return addDotsWithAvx512<K>(x, a, dots);
#endif
    if constexpr (!std::is_same<Element, float>::value) {
        float numbers[kRowsOfDots * kAtOnce];
        for (std::size_t r = 0; r < x.count; r += kRowsOfDots) {
            const std::size_t count = std::min(kRowsOfDots, x.count - r);
            for (std::size_t i = 0; i < count; ++i)
                toFloats(x[r + i], x.width, numbers + i * kAtOnce);
            addDots<K>(Rows<float>{numbers, count, x.width, kAtOnce}, a, {dots.first + r, dots.stride});
        }
    } else if constexpr (K == 3) {
        addThreeDots(x, a, dots);
    } else {
        addOneDot(x, a, dots);
    }
}

//! out_kr = sum_t a_kt x_rt, k < K
template <class Element>
void dotsOfRows(const Rows<Element> x, std::size_t K, const Vectors<const float> a, const Vectors<float> dots) {
    for (std::size_t k = 0; k < K; ++k)
        std::fill_n(dots[k], x.count, 0.f);
    for (std::size_t first = 0; first < x.width; first += kAtOnce) {
        const Rows<Element> part{x.first + first, x.count, std::min(kAtOnce, x.width - first), x.stride};
        std::size_t k = 0;
        for (; k + 3 <= K; k += 3)
            addDots<3>(part, {a[k] + first, a.stride}, {dots[k], dots.stride});
        for (; k < K; ++k)
            addDots<1>(part, {a[k] + first, a.stride}, {dots[k], dots.stride});
    }
}

template <class Element>
BRNPA_INLINE void addSquares(Lanes& sum, const Element* x) {
    if constexpr (std::is_same<Element, float>::value) {
        addProducts(sum, x, x);
    } else {
        float numbers[kLanes];
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            numbers[lane] = toFloat(x[lane]);
        addProducts(sum, numbers, numbers);
    }
}

//! out_r = sum_t x_rt^2
template <class Element>
BRNPA_HOT void squaresOfRows(const Rows<Element> x, float* __restrict out) {
    const std::size_t width = x.width / kLanes * kLanes;
    for (std::size_t r = 0; r < x.count; ++r) {
        Lanes even = {}, odd = {};
        std::size_t t = 0;
        for (; t + 2 * kLanes <= width; t += 2 * kLanes) {
            addSquares(even, x[r] + t);
            addSquares(odd, x[r] + t + kLanes);
        }
        if (t < width) addSquares(even, x[r] + t);
        float sum = total(even) + total(odd);
        for (t = width; t < x.width; ++t)
            sum += toFloat(x[r][t]) * toFloat(x[r][t]);
        out[r] = sum;
    }
}

}  // namespace brnpa_kernel

#endif
