#include "read_ahead.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

/// Numbers up to `last`, read so many ahead. @returns how many were announced before each was handed out.
std::vector<int> announcedBefore(int last, int ahead) {
    int read = 0, announced = 0;
    ReadAhead<int> numbers(
        [&](int& number) {
            if (read == last) return false;
            number = ++read;
            return true;
        },
        [&](int number) { EXPECT_EQ(number, ++announced) << "announced out of order"; }, ahead);
    std::vector<int> before;
    int number = 0;
    while (numbers.read(number)) {
        before.push_back(announced);
        EXPECT_EQ(number, static_cast<int>(before.size())) << "handed out out of order";
    }
    EXPECT_FALSE(numbers.read(number));
    return before;
}

TEST(ReadAhead, AnnouncesSoManyBefore) {
    EXPECT_EQ(announcedBefore(6, 2), (std::vector<int>{3, 4, 5, 6, 6, 6}));
    EXPECT_EQ(announcedBefore(3, 0), (std::vector<int>{1, 2, 3}));
}

TEST(ReadAhead, EndsWhereTheFramesEnd) {
    EXPECT_EQ(announcedBefore(2, 5), (std::vector<int>{2, 2}));
    EXPECT_TRUE(announcedBefore(0, 5).empty());
}

}  // namespace
