#include "evaluation/accept_thresholds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "common/random.hpp"

namespace brnpa::trainer {
namespace {

// Person 1 and 2, each in cameras 1 and 2. Different people across cameras: 0.6 (1 in camera 1, 2 in camera 2) and 0.8;
// the pairs in one camera (0.1) must not count. The same person across cameras: 0.2 and 0.7.
const PictureLabels twoPeople{{1, 1, 2, 2}, {1, 2, 1, 2}};
const std::vector<float> twoPeopleDistances{0.0f, 0.2f, 0.1f, 0.6f,  //
                                            0.2f, 0.0f, 0.8f, 0.1f,  //
                                            0.1f, 0.8f, 0.0f, 0.7f,  //
                                            0.6f, 0.1f, 0.7f, 0.0f};

TEST(AcceptThresholds, WorkedExample) {
    const auto thresholds = acceptThresholds(twoPeopleDistances, twoPeople, {1, 0.5, 0.4}, 0, 1);
    ASSERT_EQ(thresholds.size(), 3u);
    EXPECT_FLOAT_EQ(thresholds[0].distance, 0.8f);
    EXPECT_DOUBLE_EQ(thresholds[0].trueAcceptRate, 1);
    EXPECT_FLOAT_EQ(thresholds[1].distance, 0.6f);
    EXPECT_DOUBLE_EQ(thresholds[1].trueAcceptRate, 0.5);
    EXPECT_DOUBLE_EQ(thresholds[1].low, thresholds[1].distance);
    // One pair of two is already half: nothing may be accepted.
    EXPECT_DOUBLE_EQ(thresholds[2].distance, 0);
    EXPECT_DOUBLE_EQ(thresholds[2].trueAcceptRate, 0);
}

struct RandomSet {
    PictureLabels labels;
    std::vector<float> distances;
};

RandomSet randomSet(std::uint64_t seed) {
    Random random(seed);
    RandomSet set;
    for (int person = 0; person < 12; ++person) {
        for (int picture = 0; picture < 5; ++picture) {
            set.labels.identity.push_back(person);
            set.labels.camera.push_back(1 + static_cast<int>(random.below(3)));
        }
    }
    const std::size_t n = set.labels.size();
    set.distances.assign(n * n, 0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j)
            set.distances[i * n + j] = set.distances[j * n + i] = static_cast<float>(random.uniform());
    return set;
}

TEST(AcceptThresholds, SharesAreThoseThatWereAskedFor) {
    const RandomSet set = randomSet(3);
    const std::size_t n = set.labels.size();
    const auto thresholds = acceptThresholds(set.distances, set.labels, {0.1, 0.01}, 50, 1);
    for (const auto& threshold : thresholds) {
        double accepted = 0, next = 2, pairs = 0;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                if (set.labels.camera[i] == set.labels.camera[j] || set.labels.identity[i] == set.labels.identity[j])
                    continue;
                const double distance = set.distances[i * n + j];
                pairs += 1;
                accepted += distance <= threshold.distance ? 1 : 0;
                if (distance > threshold.distance) next = std::min(next, distance);
            }
        }
        EXPECT_LE(accepted / pairs, threshold.falseAcceptRate);
        // The next larger distance would accept too much: every distance occurs twice here.
        EXPECT_GT((accepted + 2) / pairs, threshold.falseAcceptRate) << next;
        EXPECT_LE(threshold.low, threshold.distance);
        EXPECT_GE(threshold.high, threshold.distance);
        EXPECT_LT(threshold.low, threshold.high);
    }
}

TEST(AcceptThresholds, PicturesWithoutACameraPairWithAllOthers) {
    PictureLabels labels = twoPeople;
    labels.camera.assign(4, 0);
    const auto thresholds = acceptThresholds(twoPeopleDistances, labels, {0.25, 0.5}, 0, 1);
    // Different people: 0.1 twice, 0.6, 0.8. A quarter is one pair, but two are equally far.
    EXPECT_DOUBLE_EQ(thresholds[0].distance, 0);
    EXPECT_FLOAT_EQ(thresholds[1].distance, 0.1f);
    EXPECT_DOUBLE_EQ(thresholds[1].trueAcceptRate, 0);
}

// Of many pairs only the nearest stay in memory; a set large enough for that, against all pairs sorted.
TEST(AcceptThresholds, ManyPairsGiveTheDistanceOfASortOfAll) {
    Random random(5);
    PictureLabels labels;
    for (int i = 0; i < 700; ++i) {
        labels.identity.push_back(i / 5);
        labels.camera.push_back(i % 5);
    }
    const std::size_t n = labels.size();
    std::vector<float> distances(n * n), different;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            distances[i * n + j] = distances[j * n + i] = static_cast<float>(random.uniform());
            const bool pairs = labels.camera[i] != labels.camera[j] || labels.camera[i] == 0;
            if (pairs && labels.identity[i] != labels.identity[j]) different.push_back(distances[i * n + j]);
        }
    }
    std::sort(different.begin(), different.end());
    for (const double rate : {1e-3, 1e-4}) {
        const auto allowed = static_cast<std::size_t>(rate * static_cast<double>(different.size()));
        EXPECT_EQ(acceptThresholds(distances, labels, {rate}, 0, 1)[0].distance, different[allowed - 1]) << rate;
    }
}

TEST(AcceptThresholds, IntervalDependsOnTheSeedAlone) {
    const RandomSet set = randomSet(4);
    const auto a = acceptThresholds(set.distances, set.labels, {0.05}, 40, 9);
    const auto b = acceptThresholds(set.distances, set.labels, {0.05}, 40, 9);
    EXPECT_EQ(a[0].low, b[0].low);
    EXPECT_EQ(a[0].high, b[0].high);
}

TEST(AcceptThresholds, RefusesSetsWithoutPairs) {
    EXPECT_THROW(acceptThresholds({0}, twoPeople, {0.1}, 0, 1), std::invalid_argument);
    EXPECT_THROW(acceptThresholds({0, 1, 1, 0}, {{1, 1}, {1, 2}}, {0.1}, 0, 1), std::invalid_argument);
    EXPECT_THROW(acceptThresholds({0, 1, 1, 0}, {{1, 2}, {1, 2}}, {0.1}, 0, 1), std::invalid_argument);
}

}  // namespace
}  // namespace brnpa::trainer
