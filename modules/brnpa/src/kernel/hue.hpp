// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_HUE_HPP
#define BRNPA_KERNEL_HUE_HPP

#include <cmath>

#include "host_device.hpp"

namespace brnpa_kernel {

constexpr float kBlueHue = 240.f, kGreenHue = 120.f, kRedHue = 0.f;  // degrees

//! 0..1, how much of the color whose hue is `center` there is in a fully saturated color of hue `degrees`, 0..360.
BRNPA_HOST_DEVICE inline float shareOfColor(float degrees, float center) {
    const float share = 2.f - std::fabs(std::remainder(degrees - center, 360.f)) / 60.f;
    return share < 0.f ? 0.f : share > 1.f ? 1.f : share;
}

//! Hue of map k of K, degrees.
BRNPA_HOST_DEVICE inline float hueOfMap(int k, int maps) {
    return 360.f * static_cast<float>(k) / static_cast<float>(maps);
}

}  // namespace brnpa_kernel

#endif
