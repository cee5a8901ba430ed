#pragma once

#include "common/random.hpp"

namespace brnpa::trainer {

//! A cutout of a picture that is scaled back to the picture's size; the defaults cut nothing.
struct ScaleCrop {
    double probability = 0;  //!< that a picture is cut at all
    double minArea = 0.64;   //!< 0..1: the cutout's share of the area is uniform in [minArea, 1]
    double maxAspect = 1.1;  //!< 1 or more: by how much the cutout is wider or narrower than the picture, at most
};

//! A rectangle in pixels.
struct Cutout {
    int left = 0, top = 0, width = 0, height = 0;
};

/** Draws a cutout of a picture; the whole picture where no draw fits into it. */
Cutout drawCutout(const ScaleCrop& crop, int width, int height, Random& random);

/** Scales a cutout to the picture's size (bilinear, pixel centers on half numbers).
@param source, target height x width x 3 floats; not the same memory. */
void scaleCutout(const float* source, int width, int height, const Cutout& cutout, float* target);

}  // namespace brnpa::trainer
