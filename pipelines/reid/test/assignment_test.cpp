#include "assignment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <set>

namespace {

constexpr double INFINITE = std::numeric_limits<double>::infinity();

double totalCost(const cv::Mat1d& cost, const std::vector<int>& columns, double aloneCost) {
    double total = 0;
    for (int row = 0; row < cost.rows; ++row) {
        total += columns[row] < 0 ? aloneCost : cost(row, columns[row]);
    }
    return total;
}

/// The least total over every way to give rows different columns or none.
double leastCost(const cv::Mat1d& cost, double aloneCost, int row = 0, unsigned takenColumns = 0) {
    if (row == cost.rows) return 0;
    double least = aloneCost + leastCost(cost, aloneCost, row + 1, takenColumns);
    for (int column = 0; column < cost.cols; ++column) {
        if ((takenColumns >> column & 1) != 0 || !(cost(row, column) <= aloneCost)) continue;
        least = std::min(least, cost(row, column) + leastCost(cost, aloneCost, row + 1, takenColumns | (1U << column)));
    }
    return least;
}

TEST(Assignment, isTheBestOfAllOnRandomMatrices) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(0, 1.3);
    for (int round = 0; round < 600; ++round) {
        const int rows = 1 + static_cast<int>(random() % 6), columns = 1 + static_cast<int>(random() % 6);
        cv::Mat1d cost(rows, columns);
        // Every third matrix has many equal costs, every second forbidden pairs.
        for (double& value : cost) {
            value = round % 3 == 0 ? static_cast<double>(random() % 4) / 2 : uniform(random);
            if (round % 2 == 0 && random() % 4 == 0) value = INFINITE;
        }
        const double aloneCost = 1;
        const std::vector<int> answer = reid::assign(cost, aloneCost);
        ASSERT_EQ(answer.size(), static_cast<size_t>(rows));
        std::set<int> used;
        for (int row = 0; row < rows; ++row) {
            if (answer[row] < 0) continue;
            ASSERT_LT(answer[row], columns);
            ASSERT_TRUE(used.insert(answer[row]).second) << "one column for two rows\n" << cost;
            ASSERT_LE(cost(row, answer[row]), aloneCost) << cost;
        }
        ASSERT_NEAR(totalCost(cost, answer, aloneCost), leastCost(cost, aloneCost), 1e-12) << cost;
    }
}

TEST(Assignment, aGoodPairIsNotGivenUpForTwoBadOnes) {
    // Pairing both rows costs 0.9 + 0.9; the first pair alone costs 0 and the second row's 1.
    const cv::Mat1d cost = (cv::Mat1d(2, 2) << 0, 0.9, 0.9, INFINITE);
    EXPECT_EQ(reid::assign(cost, 1), (std::vector<int>{0, -1}));
}

TEST(Assignment, greedyIsNotEnough) {
    const cv::Mat1d cost = (cv::Mat1d(2, 2) << 0.1, 0.2, 0.2, 0.9);
    EXPECT_EQ(reid::assign(cost, 1), (std::vector<int>{1, 0}));
}

TEST(Assignment, nothingToAssign) {
    EXPECT_TRUE(reid::assign(cv::Mat1d(0, 3), 1).empty());
    EXPECT_EQ(reid::assign(cv::Mat1d(2, 0), 1), (std::vector<int>{-1, -1}));
}

TEST(Assignment, equalCostsGiveTheSameAnswerEveryTime) {
    const cv::Mat1d cost(5, 5, 0.5);
    const std::vector<int> first = reid::assign(cost, 1);
    EXPECT_EQ(std::set<int>(first.begin(), first.end()).size(), 5U);
    for (int round = 0; round < 10; ++round)
        EXPECT_EQ(reid::assign(cost.clone(), 1), first);
}

}  // namespace
