#include "evaluation/embedding_distances.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace brnpa::trainer {
namespace {

double expectedDistance(const cv::Mat& a, const cv::Mat& b, Metric metric) {
    double product = 0, aSquare = 0, bSquare = 0, difference = 0;
    for (int i = 0; i < a.cols; ++i) {
        const double x = a.at<float>(0, i), y = b.at<float>(0, i);
        product += x * y;
        aSquare += x * x;
        bSquare += y * y;
        difference += (x - y) * (x - y);
    }
    return metric == Metric::Cosine ? 1 - product / std::sqrt(aSquare * bSquare) : std::sqrt(difference);
}

TEST(EmbeddingDistances, FollowTheFormula) {
    cv::Mat rows(7, 30, CV_32F), columns(11, 30, CV_32F);
    cv::RNG(3).fill(rows, cv::RNG::NORMAL, 0.2, 2);
    cv::RNG(4).fill(columns, cv::RNG::NORMAL, 0.2, 2);
    for (const Metric metric : {Metric::Cosine, Metric::Euclidean}) {
        const EmbeddingDistances distances(rows, columns, metric);
        ASSERT_EQ(distances.rows(), 7u);
        ASSERT_EQ(distances.columns(), 11u);
        std::vector<float> block(3 * 11);
        distances.read(2, 3, block.data());
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 11; ++j)
                EXPECT_NEAR(block[static_cast<std::size_t>(i * 11 + j)],
                            expectedDistance(rows.row(2 + i), columns.row(j), metric), 2e-5);
    }
}

TEST(EmbeddingDistances, NothingIsFarFromItself) {
    cv::Mat vectors(5, 100, CV_32F);
    cv::RNG(5).fill(vectors, cv::RNG::UNIFORM, 0, 1);
    vectors.row(4) = 0;
    for (const Metric metric : {Metric::Cosine, Metric::Euclidean}) {
        std::vector<float> all(25);
        EmbeddingDistances(vectors, vectors, metric).read(0, 5, all.data());
        for (std::size_t i = 0; i < 4; ++i)
            EXPECT_NEAR(all[i * 5 + i], 0, 5e-3);
        for (const float distance : all)
            EXPECT_TRUE(std::isfinite(distance));
        // The vector of length 0.
        EXPECT_EQ(all[24], metric == Metric::Cosine ? 1 : 0);
    }
}

TEST(EmbeddingDistances, RowsComeInOrderFromAnyMatrix) {
    std::vector<float> numbers(12);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<float>(i);
    std::vector<float> seen;
    forEachRow(StoredDistances(numbers, 4, 3), [&](std::size_t row, const float* distances) {
        EXPECT_EQ(row, seen.size() / 3);
        seen.insert(seen.end(), distances, distances + 3);
    });
    EXPECT_EQ(seen, numbers);
    EXPECT_THROW(StoredDistances(numbers, 4, 4), std::invalid_argument);
}

}  // namespace
}  // namespace brnpa::trainer
