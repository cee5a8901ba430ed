// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_ELEMENT_HPP
#define BRNPA_KERNEL_ELEMENT_HPP

#include <cstdint>
#include <cstring>

#include "hot.hpp"

namespace brnpa_kernel {

// What features may consist of, beside float. All sums are of floats.
struct Half {  // IEEE 754 binary16
    std::uint16_t bits;
};
struct BFloat16 {  // the upper half of a float
    std::uint16_t bits;
};

BRNPA_INLINE float floatOf(std::uint32_t bits) {
    float number;
    std::memcpy(&number, &bits, sizeof(number));
    return number;
}

BRNPA_INLINE float toFloat(float number) {
    return number;
}

BRNPA_INLINE float toFloat(BFloat16 number) {
    return floatOf(std::uint32_t{number.bits} << 16);
}

//! Exact, but that NaN becomes Inf. Without the processor's own conversion, which compilers do not find in a loop.
BRNPA_INLINE float toFloat(Half number) {
    // Sign, exponent and fraction go where a float has them; the bias of its exponent is greater by 112. Twice that and
    // back leaves finite numbers as they are, and makes Inf of what has the greatest exponent.
    const auto extended = static_cast<std::uint32_t>(static_cast<std::int16_t>(number.bits));
    return floatOf((extended << 13) & 0x8fffe000U) * 0x1p112f * 0x1p112f * 0x1p-112f;
}

}  // namespace brnpa_kernel

#endif
