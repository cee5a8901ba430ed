#include "picture_blob.hpp"

#include <kernel/loops.hpp>

namespace reid {

namespace {

/// What becomes of a byte in a plane: factor x byte + offset.
struct Plane {
    float factor, offset;
    float* numbers;
};

/// A row of pixels into its three planes.
BRNPA_HOT void spread(const uchar* __restrict pixels, size_t count, const Plane& b, const Plane& g, const Plane& r) {
    float* __restrict blue = b.numbers, * __restrict green = g.numbers, * __restrict red = r.numbers;
    const float factors[] = {b.factor, g.factor, r.factor}, offsets[] = {b.offset, g.offset, r.offset};
#pragma omp simd
    for (size_t i = 0; i < count; ++i) {
        blue[i] = factors[0] * static_cast<float>(pixels[3 * i]) + offsets[0];
        green[i] = factors[1] * static_cast<float>(pixels[3 * i + 1]) + offsets[1];
        red[i] = factors[2] * static_cast<float>(pixels[3 * i + 2]) + offsets[2];
    }
}

}  // namespace

void writePicture(const cv::Mat& picture, bool rgb, const cv::Scalar& mean, const cv::Scalar& std, cv::Mat& blob,
                  int index) {
    const auto planeOf = [&](int color, int row) {  // 0 is blue
        const int channel = rgb ? 2 - color : color;
        return Plane{static_cast<float>(1 / std[channel]), static_cast<float>(-mean[channel] / std[channel]),
                     blob.ptr<float>(index, channel) + static_cast<size_t>(row) * static_cast<size_t>(picture.cols)};
    };
    for (int row = 0; row < picture.rows; ++row)
        spread(picture.ptr(row), static_cast<size_t>(picture.cols), planeOf(0, row), planeOf(1, row), planeOf(2, row));
}

}  // namespace reid
