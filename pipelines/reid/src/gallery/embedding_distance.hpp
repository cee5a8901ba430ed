#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace reid {

/// sum a_i b_i
float dotProduct(const float* a, const float* b, size_t size);

/// sum (a_i - b_i)^2
float squaredDistance(const float* a, const float* b, size_t size);

/// Numbers of -1..1 in fixed point: half the memory of floats.
using FixedPoint = std::vector<int16_t>;
constexpr float FIXED_ONE = 1 << 14;

/// With the next vector behind it, both begin at a multiple of four bytes.
constexpr size_t evenSize(size_t size) {
    return size + size % 2;
}

/// Of evenSize(size) numbers, all of them 0 where one is not a number.
FixedPoint toFixedPoint(const float* values, size_t size);

/// sum a_i b_i of vectors of length 1, whose products and sums fit 32 bits: none is above FIXED_ONE^2.
float dotProduct(const int16_t* a, const int16_t* b, size_t size);

}  // namespace reid
