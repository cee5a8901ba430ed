// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_TILE_HPP
#define BRNPA_KERNEL_TILE_HPP

#include <cstddef>

#include "dots.hpp"
#include "loops.hpp"
#include "options.hpp"

namespace brnpa_kernel {

//! All channels of neighboring pixels. A row is a channel, or with the channels last a pixel.
struct Tile {
    Rows<float> rows;
    Layout layout;
};

//! `pixels` of an image from `firstPixel` on.
inline Tile tileOf(const float* image, const Shape& shape, std::size_t firstPixel, std::size_t pixels) {
    if (shape.layout == Layout::ChannelsLast)
        return {{image + firstPixel * shape.channels, pixels, shape.channels, shape.channels}, shape.layout};
    return {{image + firstPixel, shape.channels, pixels, shape.pixels}, shape.layout};
}

//! out_kt = <u_k, x_t>, k < K
inline void dots(const Tile& tile, std::size_t K, Vectors<const float> u, Vectors<float> out) {
    (tile.layout == Layout::ChannelsLast ? dotsOfRows<float> : sumsOfRows<float, float>)(tile.rows, K, u, out);
}

//! out_kc = sum_t w_kt x_tc, k < K
inline void weightedSums(const Tile& tile, std::size_t K, Vectors<const float> w, Vectors<float> out) {
    (tile.layout == Layout::ChannelsLast ? sumsOfRows<float, float> : dotsOfRows<float>)(tile.rows, K, w, out);
}

}  // namespace brnpa_kernel

#endif
