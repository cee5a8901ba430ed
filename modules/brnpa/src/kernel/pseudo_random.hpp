// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_PSEUDO_RANDOM_HPP
#define BRNPA_KERNEL_PSEUDO_RANDOM_HPP

#include <cstdint>

#include "host_device.hpp"

namespace brnpa_kernel {

//! 0..1, the same on every machine.
BRNPA_HOST_DEVICE inline float pseudoRandom(std::uint32_t seed, std::uint32_t image, std::uint32_t pixel) {
    std::uint64_t z = (std::uint64_t{seed} << 32 | pixel) + (std::uint64_t{image} + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<float>((z ^ (z >> 31)) >> 40) * 0x1p-24f;
}

}  // namespace brnpa_kernel

#endif
