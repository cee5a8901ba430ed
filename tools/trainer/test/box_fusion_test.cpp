#include "data/box_fusion.hpp"

#include <gtest/gtest.h>

namespace brnpa::trainer {
namespace {

constexpr double overlap = 0.55;

TEST(BoxFusion, AgreeingBoxesBecomeTheirWeightedAverage) {
    // IoU 0.6667: one person. By hand: x = (0.8 * 0 + 0.4 * 2) / 1.2, right = (0.8 * 10 + 0.4 * 12) / 1.2.
    const auto fused = fuseBoxes({{{{0, 0, 10, 20}, 0.8f}}, {{{2, 0, 10, 20}, 0.4f}}}, overlap);
    ASSERT_EQ(fused.size(), 1u);
    EXPECT_NEAR(fused[0].place.x, 2.0 / 3, 1e-5);
    EXPECT_NEAR(fused[0].place.br().x, 32.0 / 3, 1e-5);
    EXPECT_FLOAT_EQ(fused[0].place.height, 20);
    EXPECT_NEAR(fused[0].score, 0.6, 1e-6);
}

TEST(BoxFusion, ABoxThatOneOfTwoDetectorsFoundCountsHalf) {
    const auto fused =
        fuseBoxes({{{{0, 0, 10, 20}, 0.8f}, {{50, 0, 10, 20}, 0.3f}}, {{{50, 0, 10, 20}, 0.7f}}}, overlap);
    ASSERT_EQ(fused.size(), 2u);
    EXPECT_FLOAT_EQ(fused[0].place.x, 50) << "highest score first";
    EXPECT_NEAR(fused[0].score, 0.5, 1e-6);
    EXPECT_NEAR(fused[1].score, 0.4, 1e-6);
}

TEST(BoxFusion, OneDetectorsBoxesStayAsTheyAre) {
    const std::vector<FoundPerson> found{{{0, 0, 10, 20}, 0.9f}, {{6, 0, 10, 20}, 0.5f}, {{40, 8, 3, 9}, 0.2f}};
    const auto fused = fuseBoxes({found}, overlap);
    ASSERT_EQ(fused.size(), found.size()) << "the second overlaps the first by an IoU of 0.25 only";
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_NEAR(fused[i].place.x, found[i].place.x, 1e-5);
        EXPECT_NEAR(fused[i].place.width, found[i].place.width, 1e-5);
        EXPECT_FLOAT_EQ(fused[i].score, found[i].score);
    }
    EXPECT_TRUE(fuseBoxes({{}, {}}, overlap).empty());
}

// More boxes of a person than detectors do not raise the score above their average.
TEST(BoxFusion, ScoresStayAtMostTheAverage) {
    const auto fused = fuseBoxes({{{{0, 0, 10, 20}, 0.9f}, {{1, 0, 10, 20}, 0.6f}}, {{{0, 1, 10, 20}, 0.3f}}}, overlap);
    ASSERT_EQ(fused.size(), 1u);
    EXPECT_NEAR(fused[0].score, 0.6, 1e-6);
}

}  // namespace
}  // namespace brnpa::trainer
