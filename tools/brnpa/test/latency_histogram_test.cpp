#include "latency_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

TEST(LatencyHistogram, QuantilesAreThoseOfTheSortedListToFivePercent) {
    std::mt19937 random(7);
    std::lognormal_distribution<double> times(3, 1.5);  // milliseconds: around 20, some of them seconds
    LatencyHistogram histogram;
    std::vector<double> sorted;
    double sum = 0;
    for (int i = 0; i < 10000; ++i) {
        sorted.push_back(times(random));
        sum += sorted.back();
        histogram.add(sorted.back());
    }
    std::sort(sorted.begin(), sorted.end());
    for (double share : {0.01, 0.5, 0.95, 0.999, 1.0}) {
        const double exact = sorted[static_cast<size_t>(std::ceil(share * 10000)) - 1];
        EXPECT_GE(histogram.quantile(share), exact * 0.9999) << share;
        EXPECT_LE(histogram.quantile(share), exact * 1.0501) << share;
    }
    EXPECT_NEAR(histogram.mean(), sum / 10000, 1e-6);
    EXPECT_EQ(histogram.most(), sorted.back());
    EXPECT_EQ(histogram.count(), 10000);
}

TEST(LatencyHistogram, Extremes) {
    LatencyHistogram histogram;
    EXPECT_EQ(histogram.quantile(0.5), 0);
    EXPECT_EQ(histogram.mean(), 0);
    histogram.add(-3);
    EXPECT_EQ(histogram.quantile(1), 0);
    histogram.add(1e12);
    EXPECT_GT(histogram.quantile(1), 1e6);
}

}  // namespace
