// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_AVX512_HPP
#define BRNPA_KERNEL_AVX512_HPP

#include <cstddef>

#include "element.hpp"
#include "hot.hpp"
#include "rows.hpp"

// The loops that read the features, with AVX-512 and by hand. Of the same in plain loops GCC 12 makes vectors of half
// the length along rows, loads the features once for each factor, and does not find the conversion of halves.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12 && \
    !defined(BRNPA_NO_MULTIVERSIONING)
#define BRNPA_AVX512
#include <immintrin.h>

#define BRNPA_OF_AVX512 __attribute__((target("arch=x86-64-v4")))

namespace brnpa_kernel {

inline bool hasAvx512() {
    static const bool has = __builtin_cpu_supports("x86-64-v4");
    return has;
}

constexpr std::size_t kLanesOfAvx512 = 16;
constexpr __mmask16 kAllLanes = 0xffff;

inline __mmask16 firstLanes(std::size_t count) {
    return static_cast<__mmask16>((1U << count) - 1);
}

//! The numbers from p on that the mask names, 0 for the others.
BRNPA_OF_AVX512 BRNPA_INLINE __m512 load(const float* p, __mmask16 mask) {
    return _mm512_maskz_loadu_ps(mask, p);
}

BRNPA_OF_AVX512 BRNPA_INLINE __m512 load(const Half* p, __mmask16 mask) {
    return _mm512_maskz_cvtph_ps(mask, _mm256_maskz_loadu_epi16(mask, p));
}

BRNPA_OF_AVX512 BRNPA_INLINE __m512 load(const BFloat16* p, __mmask16 mask) {
    return _mm512_castsi512_ps(
        _mm512_maskz_slli_epi32(mask, _mm512_maskz_cvtepu16_epi32(mask, _mm256_maskz_loadu_epi16(mask, p)), 16));
}

//! a_0 + a_2, b_0 + b_2, a_1 + a_3, b_1 + b_3, and so on. (Of intrinsics that leave something undefined GCC 12 warns;
//! those with a mask do not.)
BRNPA_OF_AVX512 BRNPA_INLINE __m512 pairs(__m512 a, __m512 b) {
    return _mm512_add_ps(_mm512_maskz_unpacklo_ps(kAllLanes, a, b), _mm512_maskz_unpackhi_ps(kAllLanes, a, b));
}

//! The sums of the lanes of a, b, c and d.
BRNPA_OF_AVX512 BRNPA_INLINE __m128 totals(__m512 a, __m512 b, __m512 c, __m512 d) {
    const __m512 ab = pairs(a, b), cd = pairs(c, d);
    const __m512 abcd = _mm512_add_ps(_mm512_shuffle_ps(ab, cd, 0x44), _mm512_shuffle_ps(ab, cd, 0xee));
    const __m256 half = _mm256_add_ps(_mm512_extractf32x8_ps(abcd, 0), _mm512_extractf32x8_ps(abcd, 1));
    return _mm_add_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
}

//! sums_t += sum_r a_r x_rt of R rows or, without factors, x_rt^2; for 16 W t, of the last 16 those that the mask names
template <bool kSquares, std::size_t R, std::size_t W, class Element>
BRNPA_OF_AVX512 BRNPA_INLINE void addRows(const Element* x, std::size_t stride, const __m512 (&factors)[R],
                                          __m512 (&sums)[W], __mmask16 last) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 16
        for (std::size_t w = 0; w < W; ++w) {
            const __m512 numbers = load(x + r * stride + w * kLanesOfAvx512, w + 1 < W ? kAllLanes : last);
            sums[w] = _mm512_fmadd_ps(kSquares ? numbers : factors[r], numbers, sums[w]);
        }
}

template <std::size_t W>
BRNPA_OF_AVX512 BRNPA_INLINE void loadSums(__m512 (&sums)[W], const float* from, __mmask16 last) {
#pragma GCC unroll 16
    for (std::size_t w = 0; w < W; ++w)
        sums[w] = load(from + w * kLanesOfAvx512, w + 1 < W ? kAllLanes : last);
}

template <std::size_t W>
BRNPA_OF_AVX512 BRNPA_INLINE void storeSums(const __m512 (&sums)[W], float* to, __mmask16 last) {
#pragma GCC unroll 16
    for (std::size_t w = 0; w < W; ++w)
        _mm512_mask_storeu_ps(to + w * kLanesOfAvx512, w + 1 < W ? kAllLanes : last, sums[w]);
}

//! Each in all lanes; without meaning where squares are added.
template <bool kSquares, std::size_t R, class Factor>
BRNPA_OF_AVX512 BRNPA_INLINE void broadcast(const Factor* a, std::size_t step, __m512 (&factors)[R]) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r)
        factors[r] = kSquares ? _mm512_setzero_ps() : _mm512_set1_ps(toFloat(a[r * step]));
}

//! Vectors of sums in registers, of rows side by side; floats come from memory faster one by one. The order of
//! additions is the same.
template <class Element>
constexpr std::size_t kWide = sizeof(Element) == sizeof(float) ? 1 : 4;
constexpr std::size_t kNarrow = 12;  // vectors of sums in registers, of whole rows

//! out_t += sum_r a_r x_rt or x_rt^2 of rows of at most 16 W numbers, which are read as they lie in memory: from the
//! second-level cache that is faster by a third than rows side by side.
template <bool kSquares, std::size_t W, class Element, class Factor>
BRNPA_OF_AVX512 BRNPA_INLINE void addNarrowRows(const Rows<Element>& x, const Factor* a, std::size_t step, float* out) {
    constexpr std::size_t kBeforeLast = (W - 1) * kLanesOfAvx512;
    if constexpr (W > 1)
        if (x.width <= kBeforeLast) return addNarrowRows<kSquares, W - 1>(x, a, step, out);
    const __mmask16 last = firstLanes(x.width - kBeforeLast);
    __m512 sums[W], factor[1];
    loadSums(sums, out, last);
    for (std::size_t row = 0; row < x.count; ++row) {
        broadcast<kSquares>(a + row * step, step, factor);
        addRows<kSquares>(x[row], x.stride, factor, sums, last);
    }
    storeSums(sums, out, last);
}

//! out_t += sum_r a_r x_rt or x_rt^2 of R rows, for 16 W t of the last of which the mask names those that there are
template <bool kSquares, std::size_t W, std::size_t R, class Element>
BRNPA_OF_AVX512 BRNPA_INLINE void addBlock(const Element* x, std::size_t stride, const __m512 (&factors)[R], float* out,
                                           __mmask16 last = kAllLanes) {
    __m512 sums[W];
    loadSums(sums, out, last);
    addRows<kSquares>(x, stride, factors, sums, last);
    storeSums(sums, out, last);
}

//! The same of any rows, from `row` on, R side by side; returns the first row that is left.
template <bool kSquares, std::size_t R, class Element, class Factor>
BRNPA_OF_AVX512 BRNPA_INLINE std::size_t addWideRows(const Rows<Element>& x, std::size_t row, const Factor* a,
                                                     std::size_t step, float* out) {
    for (; row + R <= x.count; row += R) {
        __m512 factors[R];
        broadcast<kSquares>(a + row * step, step, factors);
        std::size_t t = 0;
        for (; t + kWide<Element> * kLanesOfAvx512 <= x.width; t += kWide<Element> * kLanesOfAvx512)
            addBlock<kSquares, kWide<Element>>(x[row] + t, x.stride, factors, out + t);
        for (; t + kLanesOfAvx512 <= x.width; t += kLanesOfAvx512)
            addBlock<kSquares, 1>(x[row] + t, x.stride, factors, out + t);
        if (t < x.width) addBlock<kSquares, 1>(x[row] + t, x.stride, factors, out + t, firstLanes(x.width - t));
    }
    return row;
}

template <bool kSquares, class Element, class Factor>
BRNPA_OF_AVX512 BRNPA_INLINE void addAllRows(const Rows<Element>& x, const Factor* a, std::size_t step, float* out) {
    if (x.width == 0) return;
    if (x.width <= kNarrow * kLanesOfAvx512) return addNarrowRows<kSquares, kNarrow>(x, a, step, out);
    addWideRows<kSquares, 1>(x, addWideRows<kSquares, kRows>(x, 0, a, step, out), a, step, out);
}

//! out_t += sum_r a_r x_rt
template <class Element, class Factor>
BRNPA_OF_AVX512 void addRowsWithAvx512(const Rows<Element> x, const Factor* a, std::size_t step, float* out) {
    addAllRows<false>(x, a, step, out);
}

//! out_t += sum_r x_rt^2
template <class Element>
BRNPA_OF_AVX512 void addSquaresWithAvx512(const Rows<Element> x, float* out) {
    addAllRows<true>(x, x.first, 0, out);
}

//! sums_kr += a_kt x_rt of 16 t for K vectors and R rows
template <std::size_t K, std::size_t R, class Element>
BRNPA_OF_AVX512 BRNPA_INLINE void addProducts(__m512 (&sums)[K][R], const Rows<Element>& x, std::size_t row,
                                              const Vectors<const float>& a, std::size_t t, __mmask16 mask) {
    __m512 factors[K];
#pragma GCC unroll 8
    for (std::size_t k = 0; k < K; ++k)
        factors[k] = load(a[k] + t, mask);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < R; ++i) {
        __m512 numbers = load(x[row + i] + t, mask);
        asm("" : "+v"(numbers));  // GCC would load them anew for each k
#pragma GCC unroll 8
        for (std::size_t k = 0; k < K; ++k)
            sums[k][i] = _mm512_fmadd_ps(factors[k], numbers, sums[k][i]);
    }
}

//! out_kr += sum_t a_kt x_rt of rows from `row` on, R at a time; returns the first row that is left.
template <std::size_t K, std::size_t R, class Element>
BRNPA_OF_AVX512 BRNPA_INLINE std::size_t addDotsOfGroups(const Rows<Element>& x, std::size_t row,
                                                         const Vectors<const float>& a, const Vectors<float>& dots) {
    static_assert(R == 1 || R % 4 == 0, "sums of four rows are added at once");
    const std::size_t whole = x.width / kLanesOfAvx512 * kLanesOfAvx512;
    for (; row + R <= x.count; row += R) {
        __m512 sums[K][R];
#pragma GCC unroll 8
        for (std::size_t k = 0; k < K; ++k)
#pragma GCC unroll 8
            for (std::size_t i = 0; i < R; ++i)
                sums[k][i] = _mm512_setzero_ps();
        for (std::size_t t = 0; t < whole; t += kLanesOfAvx512)
            addProducts(sums, x, row, a, t, kAllLanes);
        if (whole < x.width) addProducts(sums, x, row, a, whole, firstLanes(x.width - whole));
#pragma GCC unroll 8
        for (std::size_t k = 0; k < K; ++k) {
            float* out = dots[k] + row;
            if constexpr (R == 1)
                *out += _mm_cvtss_f32(totals(sums[k][0], sums[k][0], sums[k][0], sums[k][0]));
            else
#pragma GCC unroll 8
                for (std::size_t i = 0; i < R; i += 4) {
                    const __m128 four = totals(sums[k][i], sums[k][i + 1], sums[k][i + 2], sums[k][i + 3]);
                    _mm_storeu_ps(out + i, _mm_add_ps(_mm_loadu_ps(out + i), four));
                }
        }
    }
    return row;
}

//! out_kr += sum_t a_kt x_rt, k < K
template <std::size_t K, class Element>
BRNPA_OF_AVX512 void addDotsWithAvx512(const Rows<Element> x, const Vectors<const float> a, const Vectors<float> dots) {
    addDotsOfGroups<K, 1>(x, addDotsOfGroups<K, 4>(x, 0, a, dots), a, dots);
}

}  // namespace brnpa_kernel

#endif

#endif
