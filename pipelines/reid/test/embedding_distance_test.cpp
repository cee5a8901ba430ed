#include "gallery/embedding_distance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace {

using reid::FIXED_ONE;

struct Pair {
    explicit Pair(size_t size) : a(size), b(size) {
        std::mt19937 random(static_cast<unsigned>(size));
        std::normal_distribution<float> normal;
        for (size_t i = 0; i < size; ++i) {
            a[i] = normal(random);
            b[i] = normal(random);
        }
    }

    void scaleToUnitLength() {
        for (auto* vector : {&a, &b}) {
            double squared = 0;
            for (const float value : *vector)
                squared += static_cast<double>(value) * value;
            for (float& value : *vector)
                value = static_cast<float>(value / std::sqrt(squared));
        }
    }

    double dot() const {
        double sum = 0;
        for (size_t i = 0; i < a.size(); ++i)
            sum += static_cast<double>(a[i]) * b[i];
        return sum;
    }

    std::vector<float> a, b;
};

const size_t SIZES[] = {1, 7, 8, 31, 32, 33, 100, 768, 2048};

TEST(EmbeddingDistance, AgreesWithDoublePrecision) {
    for (const size_t size : SIZES) {
        const Pair pair(size);
        double squared = 0, magnitude = 0;
        for (size_t i = 0; i < size; ++i) {
            const double apart = static_cast<double>(pair.a[i]) - pair.b[i];
            squared += apart * apart;
            magnitude += std::abs(static_cast<double>(pair.a[i]) * pair.b[i]);
        }
        EXPECT_NEAR(reid::dotProduct(pair.a.data(), pair.b.data(), size), pair.dot(), 1e-6 * magnitude) << size;
        EXPECT_NEAR(reid::squaredDistance(pair.a.data(), pair.b.data(), size), squared, 1e-6 * squared) << size;
    }
}

TEST(EmbeddingDistance, FixedPointIsOffByRoundingOnly) {
    for (const size_t size : SIZES) {
        Pair pair(size);
        pair.scaleToUnitLength();
        const auto a = reid::toFixedPoint(pair.a.data(), size), b = reid::toFixedPoint(pair.b.data(), size);
        // Each vector of length 1 is off by at most half a step in each number.
        const double off = 0.5 * std::sqrt(static_cast<double>(size)) / FIXED_ONE;
        EXPECT_NEAR(reid::dotProduct(a.data(), b.data(), size), pair.dot(), 2 * off + off * off) << size;
        EXPECT_NEAR(reid::dotProduct(a.data(), a.data(), size), 1, 2 * off + off * off) << size;
    }
}

TEST(EmbeddingDistance, FixedPointHasTheEndsOfItsRangeAndNoNan) {
    const float values[] = {1, -1, 0, 1e9F, std::numeric_limits<float>::quiet_NaN()};
    EXPECT_EQ(reid::toFixedPoint(values, 4), (reid::FixedPoint{1 << 14, -(1 << 14), 0, 1 << 14}));
    EXPECT_EQ(reid::toFixedPoint(values, 5), reid::FixedPoint(6));
}

}  // namespace
