#include <gtest/gtest.h>

#include <cmath>

#include "made_maps.hpp"
#include "reid/record.hpp"

namespace {

using reid::PartSummary;
using reid::summarizeSaliency;

TEST(SaliencySummary, workedExample) {
    // Two maps of 2 x 4 cells, whose centers lie at x = 1/8, 3/8, 5/8, 7/8 and y = 1/4, 3/4.
    // Map 1 x norm: 2 at (1/8, 1/4) and 2 at (5/8, 1/4): mass 4, centroid (3/8, 1/4), each 1/4 away.
    // Map 2 x norm: 1 at (7/8, 3/4): mass 1, no spread.
    const cv::Mat maps = madeMaps(2, 2, 4, {0.5F, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.25F});
    const cv::Mat norms = (cv::Mat1f(2, 4) << 4, 9, 2, 9, 9, 9, 9, 4);
    const std::vector<PartSummary> parts = summarizeSaliency(maps, norms);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_DOUBLE_EQ(parts[0].centroid.x, 0.375);
    EXPECT_DOUBLE_EQ(parts[0].centroid.y, 0.25);
    EXPECT_NEAR(parts[0].spread, 0.25, 1e-12);
    EXPECT_DOUBLE_EQ(parts[0].share, 0.8);
    EXPECT_DOUBLE_EQ(parts[1].centroid.x, 0.875);
    EXPECT_DOUBLE_EQ(parts[1].centroid.y, 0.75);
    EXPECT_NEAR(parts[1].spread, 0, 1e-7);
    EXPECT_DOUBLE_EQ(parts[1].share, 0.2);
}

TEST(SaliencySummary, diagonalSpread) {
    // Equal weights in the four corners of 2 x 2 cells: each is sqrt(1/16 + 1/16) from the middle.
    const std::vector<PartSummary> parts = summarizeSaliency(madeMaps(1, 2, 2, {1, 1, 1, 1}), cv::Mat1f(2, 2, 3.0F));
    EXPECT_NEAR(parts.at(0).spread, std::sqrt(0.125), 1e-12);
    EXPECT_EQ(parts.at(0).share, 1);
}

TEST(SaliencySummary, emptyMapsAreCentered) {
    const std::vector<PartSummary> parts =
        summarizeSaliency(madeMaps(2, 2, 2, {0, 0, 0, 0, 0, 0, 0, 0}), cv::Mat1f(2, 2, 1.0F));
    for (const PartSummary& part : parts) {
        EXPECT_DOUBLE_EQ(part.centroid.x, 0.5);
        EXPECT_DOUBLE_EQ(part.centroid.y, 0.5);
        EXPECT_NEAR(part.spread, std::sqrt(0.125), 1e-12);
        EXPECT_DOUBLE_EQ(part.share, 0.5);
    }
    EXPECT_TRUE(summarizeSaliency(cv::Mat(), cv::Mat()).empty());
}

TEST(SaliencySummary, unusableWeightsDoNotCount) {
    const std::vector<PartSummary> parts =
        summarizeSaliency(madeMaps(1, 1, 4, {1, -5, NAN, INFINITY}), cv::Mat1f(1, 4, 1.0F));
    EXPECT_DOUBLE_EQ(parts.at(0).centroid.x, 0.125);
    EXPECT_EQ(parts.at(0).share, 1);
}

TEST(SaliencySummary, shapesMustFit) {
    const cv::Mat maps = madeMaps(1, 2, 2, {1, 1, 1, 1});
    EXPECT_THROW(summarizeSaliency(maps, cv::Mat1f(2, 3, 1.0F)), cv::Exception);
    EXPECT_THROW(summarizeSaliency(cv::Mat1f(2, 2, 1.0F), cv::Mat1f(2, 2, 1.0F)), cv::Exception);
}

}  // namespace
