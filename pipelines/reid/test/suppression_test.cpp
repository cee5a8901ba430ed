#include "suppression.hpp"

#include <gtest/gtest.h>

namespace {

using reid::Detection;

std::vector<float> confidencesOf(const std::vector<Detection>& detections) {
    std::vector<float> confidences;
    for (const Detection& detection : detections)
        confidences.push_back(detection.confidence);
    return confidences;
}

TEST(Suppression, theSurerOfTwoOverlappingStays) {
    // Shifted by a quarter of the width: 3 / 5 in common.
    const std::vector<Detection> kept =
        reid::suppressDuplicates({{{0, 0, 40, 80}, 1}, {{10, 0, 40, 80}, 2}, {{200, 0, 40, 80}, 1.5F}}, 0.5, 0.9);
    EXPECT_EQ(confidencesOf(kept), (std::vector<float>{2, 1.5F}));
    EXPECT_EQ(kept[0].box, cv::Rect2f(10, 0, 40, 80));
}

TEST(Suppression, aBoxAroundABoxIsOnePerson) {
    const cv::Rect2f person(50, 50, 40, 80), tooBig(30, 10, 80, 160);
    EXPECT_EQ(confidencesOf(reid::suppressDuplicates({{person, 2}, {tooBig, 1}}, 0.5, 0.8)), std::vector<float>{2});
    EXPECT_EQ(confidencesOf(reid::suppressDuplicates({{person, 1}, {tooBig, 2}}, 0.5, 0.8)), std::vector<float>{2});
}

TEST(Suppression, neighborsStay) {
    const std::vector<Detection> neighbors = {{{0, 0, 40, 80}, 1}, {{25, 0, 40, 80}, 2}};
    EXPECT_EQ(reid::suppressDuplicates(neighbors, 0.5, 0.8).size(), 2U);
}

TEST(Suppression, aDroppedBoxDropsNoOther) {
    // In a row, each overlaps the next by 0.6: the middle one falls to the first, and the last one has no surer rival.
    EXPECT_EQ(confidencesOf(reid::suppressDuplicates({{{0, 0, 40, 80}, 3}, {{10, 0, 40, 80}, 2}, {{20, 0, 40, 80}, 1}},
                                                     0.5, 0.9)),
              (std::vector<float>{3, 1}));
}

TEST(Suppression, nothing) {
    EXPECT_TRUE(reid::suppressDuplicates({}, 0.5, 0.8).empty());
}

}  // namespace
