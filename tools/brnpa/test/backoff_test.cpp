#include "backoff.hpp"

#include <gtest/gtest.h>

namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesUpToItsBoundWithinTheJitter) {
    Backoff backoff({milliseconds(100), milliseconds(1000), 0.2}, 1);
    for (int middle : {100, 200, 400, 800, 1000, 1000, 1000}) {
        const auto wait = backoff.next().count();
        EXPECT_GE(wait, middle * 0.8 - 1);
        EXPECT_LE(wait, middle * 1.2);
    }
    backoff.reset();
    EXPECT_LE(backoff.next().count(), 120);
}

TEST(Backoff, TwoDoNotComeBackTogether) {
    Backoff one({}, 1), other({}, 2);
    int same = 0;
    for (int i = 0; i < 10; ++i)
        same += one.next() == other.next() ? 1 : 0;
    EXPECT_LT(same, 3);
}

}  // namespace
