#pragma once

#include <cstddef>

namespace reid {

/// sum a_i b_i
float dotProduct(const float* a, const float* b, size_t size);

/// sum (a_i - b_i)^2
float squaredDistance(const float* a, const float* b, size_t size);

}  // namespace reid
