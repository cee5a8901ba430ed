// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_LOOPS_HPP
#define BRNPA_KERNEL_LOOPS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "avx512.hpp"
#include "element.hpp"
#include "hot.hpp"
#include "rows.hpp"

// The loops that take the time, without those along rows (dots.hpp). They are written so that compilers vectorize them
// without -ffast-math: sums run along independent numbers, or in lanes that `omp simd reduction` allows.
namespace brnpa_kernel {

//! out_t += sum_r a_r x_rt of R rows
template <std::size_t R, class Element, class Factor>
BRNPA_INLINE void addRows(const Rows<Element> x, const Factor* __restrict a, std::size_t step, float* __restrict out) {
    float factors[R];
    for (std::size_t r = 0; r < R; ++r)
        factors[r] = toFloat(a[r * step]);
#pragma omp simd
    for (std::size_t t = 0; t < x.width; ++t) {
        float sum = 0;
        for (std::size_t r = 0; r < R; ++r)
            sum += factors[r] * toFloat(x[r][t]);
        out[t] += sum;
    }
}

template <class Element, class Factor>
BRNPA_HOT void addAnyRows(const Rows<Element> x, const Factor* a, std::size_t step, float* out) {
    std::size_t r = 0;
    for (; r + kRows <= x.count; r += kRows)
        addRows<kRows>(x.from(r), a + r * step, step, out);
    for (; r < x.count; ++r)
        addRows<1>(x.from(r), a + r * step, step, out);
}

//! out_kt = sum_r a_kr x_rt, k < K; with any step of a
template <class Element, class Factor>
void sumsOfRows(const Rows<Element> x, std::size_t K, const Vectors<const Factor> a, const Vectors<float> sums) {
    for (std::size_t k = 0; k < K; ++k)
        std::fill_n(sums[k], x.width, 0.f);
    const std::size_t together = K == 1 ? x.count : kRows;  // so that they are in the cache for the next k
    for (std::size_t r = 0; r < x.count; r += together) {
        const Rows<Element> some{x[r], std::min(together, x.count - r), x.width, x.stride};
        for (std::size_t k = 0; k < K; ++k) {
#ifdef BRNPA_AVX512
            if (hasAvx512()) {
                addRowsWithAvx512(some, a[k] + r * a.step, a.step, sums[k]);
                continue;
            }
#endif
            addAnyRows(some, a[k] + r * a.step, a.step, sums[k]);
        }
    }
}

//! out_t += sum_r x_rt^2 of R rows
template <std::size_t R, class Element>
BRNPA_INLINE void addSquares(const Rows<Element> x, float* __restrict out) {
#pragma omp simd
    for (std::size_t t = 0; t < x.width; ++t) {
        float sum = 0;
        for (std::size_t r = 0; r < R; ++r) {
            const float number = toFloat(x[r][t]);
            sum += number * number;
        }
        out[t] += sum;
    }
}

template <class Element>
BRNPA_HOT void addSquaresOfAnyRows(const Rows<Element> x, float* out) {
    std::size_t r = 0;
    for (; r + kRows <= x.count; r += kRows)
        addSquares<kRows>(x.from(r), out);
    for (; r < x.count; ++r)
        addSquares<1>(x.from(r), out);
}

//! out_t = sum_r x_rt^2
template <class Element>
void sumsOfSquares(const Rows<Element> x, float* out) {
    std::fill_n(out, x.width, 0.f);
#ifdef BRNPA_AVX512
    if (hasAvx512()) return addSquaresWithAvx512(x, out);
#endif
    addSquaresOfAnyRows(x, out);
}

//! out_t += v_t
BRNPA_HOT void addTo(float* __restrict out, const float* __restrict v, std::size_t count) {
#pragma omp simd
    for (std::size_t t = 0; t < count; ++t)
        out[t] += v[t];
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
