#include "gallery/embedding_distance.hpp"

#include <algorithm>
#include <cmath>
#include <kernel/dots.hpp>

namespace reid {

namespace {

constexpr size_t CHAINS = 4;  // of additions side by side: a single one would wait for each addition
constexpr size_t STEP = CHAINS * brnpa_kernel::kLanes;

BRNPA_HOT float dotInChains(const float* a, const float* b, size_t size) {
    brnpa_kernel::Lanes sums[CHAINS] = {};
    size_t i = 0;
    for (; i + STEP <= size; i += STEP) {
        for (size_t chain = 0; chain < CHAINS; ++chain) {
            const size_t at = i + chain * brnpa_kernel::kLanes;
            brnpa_kernel::addProducts(sums[chain], a + at, b + at);
        }
    }
    float sum = (brnpa_kernel::total(sums[0]) + brnpa_kernel::total(sums[1])) +
                (brnpa_kernel::total(sums[2]) + brnpa_kernel::total(sums[3]));
    for (; i < size; ++i)
        sum += a[i] * b[i];
    return sum;
}

BRNPA_HOT float squaredDistanceInLanes(const float* a, const float* b, size_t size) {
    float lanes[STEP] = {};
    size_t i = 0;
    for (; i + STEP <= size; i += STEP) {
        for (size_t lane = 0; lane < STEP; ++lane)
            lanes[lane] += (a[i + lane] - b[i + lane]) * (a[i + lane] - b[i + lane]);
    }
    float sum = 0;
    for (const float lane : lanes)
        sum += lane;
    for (; i < size; ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

BRNPA_HOT int32_t dotOfFixedPoint(const int16_t* a, const int16_t* b, size_t size) {
    int32_t sum = 0;
    for (size_t i = 0; i < size; ++i)
        sum += int32_t{a[i]} * int32_t{b[i]};
    return sum;
}

}  // namespace

float dotProduct(const float* a, const float* b, size_t size) {
    return dotInChains(a, b, size);
}

float squaredDistance(const float* a, const float* b, size_t size) {
    return squaredDistanceInLanes(a, b, size);
}

FixedPoint toFixedPoint(const float* values, size_t size) {
    FixedPoint fixed(evenSize(size));
    if (std::any_of(values, values + size, [](float value) { return std::isnan(value); })) return fixed;
    for (size_t i = 0; i < size; ++i)
        fixed[i] = static_cast<int16_t>(std::lrint(std::clamp(values[i], -1.F, 1.F) * FIXED_ONE));
    return fixed;
}

float dotProduct(const int16_t* a, const int16_t* b, size_t size) {
    return static_cast<float>(dotOfFixedPoint(a, b, size)) / (FIXED_ONE * FIXED_ONE);
}

}  // namespace reid
