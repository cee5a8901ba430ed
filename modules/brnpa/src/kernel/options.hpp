// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_OPTIONS_HPP
#define BRNPA_KERNEL_OPTIONS_HPP

#include <cstddef>
#include <cstdint>

namespace brnpa_kernel {

enum class Suppression { Similarity, Weight };  // a <- (1 - s) a | a <- (1 - w) a
enum class Activation { Norm, SquaredNorm };    // a = n | a = n^2
enum class Seeds { ByActivity, Random };        // argmax of the activity | of a pseudo-random start

struct Options {
    std::size_t parts = 3;  // K, 1..pixels
    float epsilon = 1e-5f;  // added to every norm, > 0
    Suppression suppression = Suppression::Similarity;
    Activation activation = Activation::Norm;
    bool refine = true;  // false: a part's vector is its seed's
    Seeds seeds = Seeds::ByActivity;
    std::uint32_t randomSeed = 0;
};

enum class Layout { ChannelsFirst, ChannelsLast };  // N x C x P, as cv::dnn has it | N x P x C

//! Of the features: N images of C channels of P = H * W pixels, contiguous.
struct Shape {
    std::size_t images, channels, pixels;
    Layout layout = Layout::ChannelsFirst;
};

//! Where the results go; the caller's memory, contiguous.
struct Outputs {
    float* vectors;                 // N x K x C
    float* maps;                    // N x K x P, each map sums to 1
    float* norms;                   // N x P
    std::int32_t* seeds = nullptr;  // N x K, the pixel that started each part; nullptr: not wanted
    float* sums = nullptr;          // N x K, sum s of each part, 0 where the map is uniform; nullptr: not wanted
};

}  // namespace brnpa_kernel

#endif
