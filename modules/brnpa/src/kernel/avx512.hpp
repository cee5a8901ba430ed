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

//! out_t += sum_r a_r x_rt of R rows or, without factors, x_rt^2; for the 16 t that the mask names
template <std::size_t R, bool kSquares, class Element>
BRNPA_OF_AVX512 BRNPA_INLINE void addRows(const Element* x, std::size_t stride, const __m512 (&factors)[R], float* out,
                                          __mmask16 mask) {
    __m512 even = load(out, mask), odd = _mm512_setzero_ps();
#pragma GCC unroll 8
    for (std::size_t r = 0; r < R; ++r) {
        const __m512 numbers = load(x + r * stride, mask);
        __m512& sum = r % 2 ? odd : even;
        sum = _mm512_fmadd_ps(kSquares ? numbers : factors[r], numbers, sum);
    }
    _mm512_mask_storeu_ps(out, mask, _mm512_add_ps(even, odd));
}

//! The same for all t and for rows from `row` on, R at a time; returns the first row that is left.
template <std::size_t R, bool kSquares, class Element, class Factor>
BRNPA_OF_AVX512 BRNPA_INLINE std::size_t addGroupsOfRows(const Rows<Element>& x, std::size_t row, const Factor* a,
                                                         std::size_t step, float* out) {
    const std::size_t whole = x.width / kLanesOfAvx512 * kLanesOfAvx512;
    for (; row + R <= x.count; row += R) {
        __m512 factors[R];
#pragma GCC unroll 8
        for (std::size_t r = 0; r < R; ++r)
            factors[r] = kSquares ? _mm512_setzero_ps() : _mm512_set1_ps(toFloat(a[(row + r) * step]));
        for (std::size_t t = 0; t < whole; t += kLanesOfAvx512)
            addRows<R, kSquares>(x[row] + t, x.stride, factors, out + t, kAllLanes);
        if (whole < x.width)
            addRows<R, kSquares>(x[row] + whole, x.stride, factors, out + whole, firstLanes(x.width - whole));
    }
    return row;
}

//! out_t += sum_r a_r x_rt
template <class Element, class Factor>
BRNPA_OF_AVX512 void addRowsWithAvx512(const Rows<Element> x, const Factor* a, std::size_t step, float* out) {
    addGroupsOfRows<1, false>(x, addGroupsOfRows<kRows, false>(x, 0, a, step, out), a, step, out);
}

//! out_t += sum_r x_rt^2
template <class Element>
BRNPA_OF_AVX512 void addSquaresWithAvx512(const Rows<Element> x, float* out) {
    const float* none = nullptr;
    addGroupsOfRows<1, true>(x, addGroupsOfRows<kRows, true>(x, 0, none, 1, out), none, 1, out);
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
            if constexpr (R == 4)
                _mm_storeu_ps(out,
                              _mm_add_ps(_mm_loadu_ps(out), totals(sums[k][0], sums[k][1], sums[k][2], sums[k][3])));
            else
#pragma GCC unroll 8
                for (std::size_t i = 0; i < R; ++i)
                    out[i] += _mm_cvtss_f32(totals(sums[k][i], sums[k][i], sums[k][i], sums[k][i]));
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
