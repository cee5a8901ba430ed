#pragma once

#include <cstddef>

#include "common/random.hpp"

namespace brnpa::trainer {

/** How far colors are changed, with the meaning that torchvision's ColorJitter gives the numbers; the defaults change
nothing. */
struct ColorJitter {
    double probability = 0;  //!< that a picture is changed at all
    double brightness = 0;   //!< b: the factor is uniform in [max(0, 1 - b), 1 + b]
    double contrast = 0;     //!< as brightness
    double saturation = 0;   //!< as brightness
    double hue = 0;          //!< 0..0.5 of the color circle: the shift is uniform in [-hue, hue]
};

//! One draw of a ColorJitter.
struct ColorChange {
    double brightness = 1, contrast = 1, saturation = 1;  //!< factors
    double hue = 0;                                       //!< shift, 1 is the whole circle
};

/** Draws the factors and the shift. */
ColorChange drawColorChange(const ColorJitter& jitter, Random& random);

/** Changes the colors of a picture by torchvision's formulas for pictures of floats, always in the order brightness,
contrast, saturation, hue, clamped to 0..255 after each of the first three.

@param pixels R, G, B in 0..255, not rounded between the steps. */
void changeColors(float* pixels, std::size_t count, const ColorChange& change);

}  // namespace brnpa::trainer
