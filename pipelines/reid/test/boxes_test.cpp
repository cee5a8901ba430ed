#include "boxes.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Boxes, overlap) {
    EXPECT_DOUBLE_EQ(reid::overlap({0, 0, 2, 2}, {1, 1, 2, 2}), 1.0 / 7);
    EXPECT_EQ(reid::overlap({0, 0, 2, 2}, {2, 0, 2, 2}), 0);
    EXPECT_EQ(reid::overlap({0, 0, 2, 2}, {0, 0, 2, 2}), 1);
    EXPECT_EQ(reid::overlap({}, {}), 0);
}

TEST(Boxes, coveredShare) {
    EXPECT_DOUBLE_EQ(reid::coveredShare({0, 0, 2, 2}, {1, 0, 10, 10}), 0.5);
    EXPECT_DOUBLE_EQ(reid::coveredShare({1, 0, 10, 10}, {0, 0, 2, 2}), 0.02);
    EXPECT_EQ(reid::coveredShare({}, {0, 0, 2, 2}), 0);
}

TEST(Boxes, cutAtFrame) {
    EXPECT_EQ(reid::cutAtFrame({-5, 10, 20, 100}, {100, 50}), cv::Rect2f(0, 10, 15, 40));
    EXPECT_EQ(reid::cutAtFrame({200, 10, 20, 20}, {100, 50}).area(), 0);
}

}  // namespace
