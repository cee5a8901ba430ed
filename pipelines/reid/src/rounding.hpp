#pragma once

#include <cmath>

namespace reid {

// How exact the numbers in records are.
constexpr double PIXEL_STEPS = 100;    // per pixel: two decimals
constexpr double VALUE_STEPS = 10000;  // four decimals

inline double rounded(double value, double steps) {
    return std::round(value * steps) / steps;
}

}  // namespace reid
