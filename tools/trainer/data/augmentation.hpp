#pragma once

#include <array>
#include <cstdint>

#include "common/random.hpp"
#include "data/color_jitter.hpp"
#include "data/scale_crop.hpp"

namespace brnpa::trainer {

//! How a training picture is varied; the defaults vary nothing.
struct Augmentation {
    double flip = 0;  //!< probability of a mirrored picture
    int pad =
        0;  //!< pixels of border (mean color) on every side, from which a picture of the old size is cut at random
    double erase = 0;  //!< probability of random erasing (Zhong et al., AAAI 2020): 2..40 % of the area, sides
                       //!< 0.3..3.3, mean color
    ColorJitter colors{};
    ScaleCrop scaleCrop{};
};

//! (pixel - mean) / std with R, G, B in 0..255.
struct Normalization {
    std::array<float, 3> mean, inverseStd;
};

/** Writes one picture as the network takes it: cut and scaled, colors changed, mirrored, shifted by the padded crop,
normalized, and a rectangle of it erased, each as the augmentation says.

@param source height x width x 3 bytes, R, G, B.
@param target height x width x 3 floats (one image of a channels-last tensor). The mean color is 0 there.
@param random draws the variation; the same state gives the same picture.
*/
void augment(const std::uint8_t* source, int width, int height, const Augmentation& augmentation,
             const Normalization& normalization, Random& random, float* target);

}  // namespace brnpa::trainer
