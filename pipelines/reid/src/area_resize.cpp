#include "area_resize.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <kernel/loops.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace reid {

namespace {

constexpr size_t CHANNELS = 3;
constexpr size_t LANES = 4;  // the channels of a pixel, and one for nothing: what a register holds

/// The pixels of one axis that a pixel of the smaller picture covers, all with the same number of them; what is not
/// covered has the weight 0.
struct Cover {
    size_t taps = 0;             ///< pixels that each covers
    std::vector<size_t> first;   ///< of them
    std::vector<float> weights;  ///< taps for each; their sum is 1
};

Cover coverOf(int from, int to) {
    const double scale = static_cast<double>(from) / to;
    Cover cover;
    cover.taps = std::min(static_cast<size_t>(std::ceil(scale)) + 1, static_cast<size_t>(from));
    cover.first.reserve(static_cast<size_t>(to));
    cover.weights.reserve(cover.taps * static_cast<size_t>(to));
    for (int i = 0; i < to; ++i) {
        const double begin = i * scale, end = std::min<double>(begin + scale, from);
        const size_t first = std::min(static_cast<size_t>(begin), static_cast<size_t>(from) - cover.taps);
        cover.first.push_back(first);
        for (size_t tap = 0; tap < cover.taps; ++tap) {
            const auto at = static_cast<double>(first + tap);
            const double inside = std::min(end, at + 1) - std::max(begin, at);
            cover.weights.push_back(static_cast<float>(std::max(0.0, inside) / (end - begin)));
        }
    }
    return cover;
}

template <size_t TAPS>
BRNPA_INLINE void sumOfRows(const uchar* first, size_t stride, const float* weights, size_t width,
                            float* __restrict sums) {
#pragma omp simd
    for (size_t t = 0; t < width; ++t) {
        float sum = 0;
        for (size_t tap = 0; tap < TAPS; ++tap)
            sum += weights[tap] * static_cast<float>(first[tap * stride + t]);
        sums[t] = sum;
    }
}

/// sums_t = sum_i w_i x_it
BRNPA_HOT void sumRows(const uchar* first, size_t stride, const float* weights, size_t taps, size_t width,
                       float* __restrict sums) {
    if (taps == 2) return sumOfRows<2>(first, stride, weights, width, sums);
    if (taps == 3) return sumOfRows<3>(first, stride, weights, width, sums);
    if (taps == 4) return sumOfRows<4>(first, stride, weights, width, sums);
    std::fill_n(sums, width, 0.F);
    for (size_t tap = 0; tap < taps; ++tap) {
#pragma omp simd
        for (size_t t = 0; t < width; ++t)
            sums[t] += weights[tap] * static_cast<float>(first[tap * stride + t]);
    }
}

using Pixel = float __attribute__((vector_size(LANES * sizeof(float))));

BRNPA_INLINE Pixel pixelAt(const float* numbers) {
    Pixel pixel;
    __builtin_memcpy(&pixel, numbers, sizeof(pixel));
    return pixel;
}

template <size_t TAPS>
BRNPA_INLINE void sumOfPixels(const float* row, const size_t* first, const float* weights, size_t width, size_t anyTaps,
                              float* __restrict sums) {
    const size_t taps = TAPS != 0 ? TAPS : anyTaps;
    for (size_t x = 0; x < width; ++x) {
        const float* const pixels = row + CHANNELS * first[x];
        Pixel sum = weights[taps * x] * pixelAt(pixels);
        for (size_t tap = 1; tap < taps; ++tap)
            sum += weights[taps * x + tap] * pixelAt(pixels + CHANNELS * tap);
        __builtin_memcpy(sums + CHANNELS * x, &sum, sizeof(sum));
    }
}

/// Along a row. @param row with a number behind its end, as `sums`.
BRNPA_HOT void sumPixels(const float* row, const size_t* first, const float* weights, size_t width, size_t taps,
                         float* __restrict sums) {
    if (taps == 2) return sumOfPixels<2>(row, first, weights, width, taps, sums);
    if (taps == 3) return sumOfPixels<3>(row, first, weights, width, taps, sums);
    sumOfPixels<0>(row, first, weights, width, taps, sums);
}

/// To the nearest, and in the middle to the even one, as OpenCV. @param numbers from 0 to 255.
BRNPA_HOT void roundToBytes(const float* __restrict numbers, size_t count, uchar* __restrict bytes) {
    constexpr float TOP = 12582912;  // 1.5 x 2^23: a float above it has no room for a fraction
#pragma omp simd
    for (size_t t = 0; t < count; ++t) {
        const float whole = numbers[t] + TOP;
        uint32_t bits;
        __builtin_memcpy(&bits, &whole, sizeof(bits));
        bytes[t] = static_cast<uchar>(bits);
    }
}

}  // namespace

void shrinkByArea(const cv::Mat& from, cv::Mat to) {
    CV_CheckTypeEQ(from.type(), CV_8UC3, "shrinkByArea: a picture of three bytes a pixel is needed");
    CV_CheckTypeEQ(to.type(), CV_8UC3, "shrinkByArea: a picture of three bytes a pixel is needed");
    CV_CheckLE(to.cols, from.cols, "shrinkByArea: a picture does not grow");
    CV_CheckLE(to.rows, from.rows, "shrinkByArea: a picture does not grow");
    if (from.cols == 2 * to.cols && from.rows == 2 * to.rows) {  // the one that OpenCV is fast at
        cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
        return;
    }
    const Cover columns = coverOf(from.cols, to.cols), rows = coverOf(from.rows, to.rows);
    const size_t width = CHANNELS * static_cast<size_t>(from.cols);
    const size_t smallWidth = CHANNELS * static_cast<size_t>(to.cols);
    std::vector<float> sums(width + 1 + smallWidth + 1);
    float* const small = sums.data() + width + 1;
    for (int y = 0; y < to.rows; ++y) {
        const auto row = static_cast<size_t>(y);
        sumRows(from.ptr(static_cast<int>(rows.first[row])), from.step[0], rows.weights.data() + rows.taps * row,
                rows.taps, width, sums.data());
        sumPixels(sums.data(), columns.first.data(), columns.weights.data(), static_cast<size_t>(to.cols), columns.taps,
                  small);
        roundToBytes(small, smallWidth, to.ptr(y));
    }
}

void resizeByArea(const cv::Mat& from, cv::Mat to) {
    if (to.cols <= from.cols && to.rows <= from.rows) {
        shrinkByArea(from, to);
    } else {
        cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
    }
}

}  // namespace reid
