#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "reid/embedder.hpp"

namespace {

using reid::distance;
using reid::Embedding;
using reid::Metric;

TEST(Distance, workedExamples) {
    EXPECT_DOUBLE_EQ(distance({1, 0}, {0, 1}, Metric::Cosine), 1);
    EXPECT_DOUBLE_EQ(distance({1, 0}, {-2, 0}, Metric::Cosine), 2);
    EXPECT_DOUBLE_EQ(distance({3, 4}, {6, 8}, Metric::Cosine), 0) << "the length does not count";
    EXPECT_DOUBLE_EQ(distance({3, 4}, {4, 3}, Metric::Cosine), 1 - 24.0 / 25);
    EXPECT_DOUBLE_EQ(distance({1, 2}, {4, 6}, Metric::Euclidean), 5);
}

TEST(Distance, zerosAreLikeNothing) {
    EXPECT_EQ(distance({0, 0, 0}, {1, 2, 3}, Metric::Cosine), 1);
    EXPECT_EQ(distance({0, 0, 0}, {0, 0, 0}, Metric::Cosine), 1);
}

TEST(Distance, lengthsMustAgree) {
    EXPECT_THROW(distance({1, 2}, {1, 2, 3}, Metric::Cosine), cv::Exception);
}

TEST(Distance, equalsTheFormulaInDoubles) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (size_t size = 1; size < 800; size += 13) {
        Embedding a(size), b(size);
        double ab = 0, aa = 0, bb = 0, squares = 0;
        for (size_t i = 0; i < size; ++i) {
            a[i] = normal(random);
            b[i] = normal(random);
            ab += static_cast<double>(a[i]) * b[i];
            aa += static_cast<double>(a[i]) * a[i];
            bb += static_cast<double>(b[i]) * b[i];
            squares += std::pow(static_cast<double>(a[i]) - b[i], 2);
        }
        EXPECT_NEAR(distance(a, b, Metric::Cosine), 1 - ab / std::sqrt(aa * bb), 1e-6) << size;
        EXPECT_NEAR(distance(a, b, Metric::Euclidean), std::sqrt(squares), 1e-9) << size;
    }
}

}  // namespace
