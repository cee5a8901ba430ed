#include "evaluation/average_precision.hpp"

#include <gtest/gtest.h>

namespace brnpa::trainer {
namespace {

const cv::Rect2f here(0, 0, 10, 10), there(100, 0, 10, 10), elsewhere(200, 0, 10, 10);

// Two people. Found: right (0.9), wrong (0.8), right (0.7). Precision 1, 1/2, 2/3, made monotonous 1, 2/3, 2/3, at the
// recalls 1/2, 1/2, 1. Of the 101 recalls 0 to 0.5 are 51, the other 50 have 2/3.
TEST(AveragePrecision, InterpolatesAt101Recalls) {
    const std::vector<PictureFindings> pictures{{{{here}, {there}}, {{here, 0.9f}, {elsewhere, 0.8f}, {there, 0.7f}}}};
    EXPECT_NEAR(averagePrecision(pictures, 0.5), (51 + 50 * 2.0 / 3) / 101, 1e-12);
}

// The same, spread over two pictures: scores are compared across pictures.
TEST(AveragePrecision, RanksOverAllPictures) {
    const std::vector<PictureFindings> pictures{{{{here}}, {{there, 0.8f}, {here, 0.9f}}}, {{{here}}, {{here, 0.7f}}}};
    EXPECT_NEAR(averagePrecision(pictures, 0.5), (51 + 50 * 2.0 / 3) / 101, 1e-12);
}

// One of three people is found: precision 1 up to the recall 1/3, that is at 0, 0.01, ..., 0.33.
TEST(AveragePrecision, MissedPeopleLimitTheRecall) {
    const std::vector<PictureFindings> pictures{{{{here}, {there}, {elsewhere}}, {{here, 0.5f}}}};
    EXPECT_NEAR(averagePrecision(pictures, 0.5), 34.0 / 101, 1e-12);
}

TEST(AveragePrecision, SecondBoxOnAPersonIsWrong) {
    const std::vector<PictureFindings> pictures{{{{here}, {there}}, {{here, 0.9f}, {here, 0.8f}, {there, 0.7f}}}};
    EXPECT_NEAR(averagePrecision(pictures, 0.5), (51 + 50 * 2.0 / 3) / 101, 1e-12);
}

// An overlap of 8 x 10 of 10 x 10 pixels: IoU 80 / 100 = 0.8.
TEST(AveragePrecision, OverlapDecides) {
    const std::vector<PictureFindings> pictures{{{{here}}, {{{0, 0, 8, 10}, 0.9f}}}};
    EXPECT_EQ(averagePrecision(pictures, 0.75), 1);
    EXPECT_EQ(averagePrecision(pictures, 0.85), 0);
    // Right at 0.5, 0.55, ..., 0.8: seven of ten. 8 / 10 is exact in no float, so it is taken a little larger.
    const std::vector<PictureFindings> larger{{{{here}}, {{{0, 0, 8.01f, 10}, 0.9f}}}};
    EXPECT_NEAR(meanAveragePrecision(larger), 0.7, 1e-12);
}

// A crowd excuses any number of boxes that lie in it, by the share of their own area, and is not demanded.
TEST(AveragePrecision, IgnoredBoxesExcuse) {
    const PersonBox crowd{{100, 0, 100, 100}, true};
    const std::vector<PictureFindings> pictures{
        {{{here}, crowd}, {{{110, 10, 10, 10}, 0.9f}, {{150, 10, 10, 10}, 0.8f}, {here, 0.7f}}}};
    EXPECT_EQ(averagePrecision(pictures, 0.5), 1);
    // 4 of 10 columns lie in the crowd: not enough.
    const std::vector<PictureFindings> beside{{{{here}, crowd}, {{{94, 0, 10, 10}, 0.9f}, {here, 0.7f}}}};
    EXPECT_NEAR(averagePrecision(beside, 0.5), 0.5, 1e-12);
}

TEST(AveragePrecision, PeopleAreTakenBeforeCrowds) {
    const PersonBox crowd{{0, 0, 20, 20}, true};
    const std::vector<PictureFindings> pictures{{{crowd, {here}}, {{here, 0.9f}}}};
    EXPECT_EQ(averagePrecision(pictures, 0.5), 1);
}

// Only large boxes count: the small person and the box found on it are left out, as is a small box on nothing.
TEST(AveragePrecision, FilterLeavesOut) {
    const cv::Rect2f large(300, 0, 50, 50);
    const std::vector<PictureFindings> pictures{
        {{{here}, {large}}, {{here, 0.9f}, {there, 0.8f}, {large, 0.7f}, {{400, 0, 50, 50}, 0.6f}}}};
    const auto isLarge = [](const cv::Rect2f& box) { return box.height > 20; };
    EXPECT_EQ(averagePrecision(pictures, 0.5, isLarge), 1);
    EXPECT_EQ(averagePrecision({{{{here}}, {}}}, 0.5, isLarge), -1);
}

TEST(AveragePrecision, OnlyTheHundredHighestOfAPictureCount) {
    PictureFindings picture{{{here}}, {{here, 0.1f}}};
    for (int i = 0; i < 100; ++i)
        picture.found.push_back({elsewhere, 0.5f});
    EXPECT_EQ(averagePrecision({picture}, 0.5), 0);
}

// Kept from 0.9: P 1, R 1/2, F1 2/3. From 0.8: 1/2, 1/2, 1/2. From 0.7: 2/3, 1, F1 4/5.
TEST(AveragePrecision, BestOperatingPoint) {
    const std::vector<PictureFindings> pictures{{{{here}, {there}}, {{here, 0.9f}, {elsewhere, 0.8f}, {there, 0.7f}}}};
    const OperatingPoint best = bestOperatingPoint(pictures);
    EXPECT_FLOAT_EQ(static_cast<float>(best.score), 0.7f);
    EXPECT_NEAR(best.precision, 2.0 / 3, 1e-12);
    EXPECT_NEAR(best.recall, 1, 1e-12);
    EXPECT_NEAR(best.f1, 0.8, 1e-12);
    EXPECT_EQ(bestOperatingPoint({{{{here}}, {}}}).f1, 0);
}

}  // namespace
}  // namespace brnpa::trainer
