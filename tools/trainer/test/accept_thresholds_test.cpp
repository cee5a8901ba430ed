#include "evaluation/accept_thresholds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "common/random.hpp"

namespace brnpa::trainer {
namespace {

// Person 1 in cameras 1 and 2, person 2 in cameras 1, 2 and 3; a to e in this order. What one camera took (0.1) must
// not count. The nearest that other cameras took of the other person: a 0.5 (e), b 0.8 (c), c 0.8 (b), d 0.6 (a), e 0.5
// (a); of the same person: a 0.2, b 0.2, c 0.52 (e), d 0.55 (e), e 0.52 (c).
const PictureLabels twoPeople{{1, 1, 2, 2, 2}, {1, 2, 1, 2, 3}};
const std::vector<float> twoPeopleDistances{0.00f, 0.20f, 0.10f, 0.60f, 0.50f,  //
                                            0.20f, 0.00f, 0.80f, 0.10f, 0.90f,  //
                                            0.10f, 0.80f, 0.00f, 0.70f, 0.52f,  //
                                            0.60f, 0.10f, 0.70f, 0.00f, 0.55f,  //
                                            0.50f, 0.90f, 0.52f, 0.55f, 0.00f};

TEST(AcceptThresholds, WorkedExample) {
    const auto thresholds = acceptThresholds(twoPeopleDistances, twoPeople, {1, 0.65, 0.5, 0.35}, 0, 1);
    ASSERT_EQ(thresholds.size(), 4u);
    EXPECT_FLOAT_EQ(thresholds[0].distance, 0.8f);
    EXPECT_DOUBLE_EQ(thresholds[0].trueAcceptRate, 1);
    EXPECT_FLOAT_EQ(thresholds[1].distance, 0.6f);
    EXPECT_DOUBLE_EQ(thresholds[1].trueAcceptRate, 1);
    EXPECT_FLOAT_EQ(thresholds[2].distance, 0.5f);
    EXPECT_DOUBLE_EQ(thresholds[2].trueAcceptRate, 0.4);
    EXPECT_DOUBLE_EQ(thresholds[2].low, thresholds[2].distance);
    // Two of five are equally near and more than 0.35: nothing may be accepted.
    EXPECT_DOUBLE_EQ(thresholds[3].distance, 0);
    EXPECT_DOUBLE_EQ(thresholds[3].trueAcceptRate, 0);
}

TEST(AcceptThresholds, PicturesWithoutACameraAreComparedWithAllOthers) {
    PictureLabels labels = twoPeople;
    labels.camera.assign(5, 0);
    const auto thresholds = acceptThresholds(twoPeopleDistances, labels, {0.75, 0.85}, 0, 1);
    // The other person: a 0.1 (c), b 0.1 (d), c 0.1, d 0.1, e 0.5. Four of five are equally near.
    EXPECT_DOUBLE_EQ(thresholds[0].distance, 0);
    EXPECT_FLOAT_EQ(thresholds[1].distance, 0.1f);
    EXPECT_DOUBLE_EQ(thresholds[1].trueAcceptRate, 0);
    // The same person as before: nobody is compared with itself, which would be 0.
    EXPECT_DOUBLE_EQ(acceptThresholds(twoPeopleDistances, labels, {1}, 0, 1)[0].trueAcceptRate, 0.4);
}

// Somebody in camera 1, and another with 32 pictures in camera 2, each nearer than the one before: 0.99, 0.98, ...
// 0.68.
TEST(AcceptThresholds, SixteenPicturesOfAPersonAtMost) {
    PictureLabels labels{{1, 1}, {1, 2}};
    for (int i = 0; i < 32; ++i) {
        labels.identity.push_back(2);
        labels.camera.push_back(2);
    }
    const std::size_t n = labels.size();
    std::vector<float> distances(n * n, 1);
    for (std::size_t i = 0; i < 32; ++i)
        distances[i + 2] = distances[(i + 2) * n] = 0.99f - 0.01f * static_cast<float>(i);
    // Every second one is kept, which leaves out the last. There is one comparison with camera 2's pictures, and there
    // are 32 of those with person 1.
    const auto thresholds = acceptThresholds(distances, labels, {1.5 / 33, 2.5 / 33, 3.5 / 33, 4.5 / 33}, 0, 1);
    EXPECT_FLOAT_EQ(thresholds[0].distance, 0.68f) << "the last picture asks";
    EXPECT_FLOAT_EQ(thresholds[1].distance, 0.68f) << "0.69, the last but one, asks and is the nearest: two at once";
    EXPECT_FLOAT_EQ(thresholds[2].distance, 0.69f);
    EXPECT_FLOAT_EQ(thresholds[3].distance, 0.70f);
}

struct RandomSet {
    PictureLabels labels;
    std::vector<float> distances;
};

//! @param cameras of which pictures come, counted from `first`.
RandomSet randomSet(std::uint64_t seed, int people, int pictures, int first, std::size_t cameras) {
    Random random(seed);
    RandomSet set;
    for (int i = 0; i < people * pictures; ++i) {
        set.labels.identity.push_back(static_cast<int>(random.below(static_cast<std::size_t>(people))));
        set.labels.camera.push_back(first + static_cast<int>(random.below(cameras)));
    }
    const std::size_t n = set.labels.size();
    set.distances.assign(n * n, 0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j)
            set.distances[i * n + j] = set.distances[j * n + i] = static_cast<float>(random.uniform());
    return set;
}

struct PlainComparison {
    int pictured, other;
    float distance;
};

//! All comparisons of a picture with a person, the own one included, by the definition.
std::vector<PlainComparison> allComparisons(const RandomSet& set) {
    const auto& [identity, camera, picture] = set.labels;
    const std::size_t n = identity.size();
    std::vector<PlainComparison> comparisons;
    for (std::size_t i = 0; i < n; ++i) {
        for (const int person : std::set<int>(identity.begin(), identity.end())) {
            std::vector<float> candidates;
            for (std::size_t j = 0; j < n; ++j)
                if (j != i && identity[j] == person && (camera[i] == 0 || camera[j] != camera[i]))
                    candidates.push_back(set.distances[i * n + j]);
            if (candidates.empty()) continue;
            float nearest = candidates.front();
            for (std::size_t k = 0; k < 16; ++k)  // of up to 16 this meets each
                nearest = std::min(nearest, candidates[candidates.size() * k / 16]);
            comparisons.push_back({identity[i], person, nearest});
        }
    }
    return comparisons;
}

//! The largest distance that accepts no more than the share, tried one after the other.
double plainThreshold(const std::vector<PlainComparison>& comparisons, double rate,
                      const std::map<int, double>& weights) {
    const auto weight = [&](const PlainComparison& one) { return weights.at(one.pictured) * weights.at(one.other); };
    std::map<float, double> atDistance;
    double total = 0;
    for (const auto& one : comparisons) {
        if (one.pictured == one.other) continue;
        atDistance[one.distance] += weight(one);
        total += weight(one);
    }
    double threshold = 0, accepted = 0;
    for (const auto& [distance, sum] : atDistance) {
        accepted += sum;
        if (accepted / total > rate) break;
        threshold = distance;
    }
    return threshold;
}

std::map<int, double> once(const RandomSet& set) {
    std::map<int, double> weights;
    for (const int person : set.labels.identity)
        weights[person] = 1;
    return weights;
}

TEST(AcceptThresholds, TheDefinitionByBruteForce) {
    // Few pictures of each person, and more than a gallery keeps; with and without pictures of no known camera.
    for (const auto& set :
         {randomSet(3, 12, 5, 1, 3), randomSet(4, 6, 30, 1, 2), randomSet(5, 6, 30, 0, 3), randomSet(6, 5, 40, 0, 1)}) {
        const std::vector<PlainComparison> comparisons = allComparisons(set);
        for (const auto& found : acceptThresholds(set.distances, set.labels, {0.31, 0.11, 0.013}, 50, 1)) {
            EXPECT_EQ(found.distance, plainThreshold(comparisons, found.falseAcceptRate, once(set)));
            double own = 0, accepted = 0;
            for (const auto& one : comparisons) {
                if (one.pictured != one.other) continue;
                own += 1;
                accepted += one.distance <= found.distance ? 1 : 0;
            }
            EXPECT_DOUBLE_EQ(found.trueAcceptRate, accepted / own);
            EXPECT_LE(found.low, found.distance);
            EXPECT_GE(found.high, found.distance);
            EXPECT_LT(found.low, found.high);
        }
    }
}

// With one replica one end of the interval is what that replica gives.
TEST(AcceptThresholds, AReplicaCountsAPersonAsOftenAsItIsDrawn) {
    const RandomSet set = randomSet(7, 12, 20, 1, 3);
    const std::vector<PlainComparison> comparisons = allComparisons(set);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        std::map<int, double> weights;
        Random random(seed);
        for (int person = 0; person < 12; ++person)
            weights[person] += 0;
        for (int draw = 0; draw < 12; ++draw)
            weights[static_cast<int>(random.below(12))] += 1;
        const double replicated = plainThreshold(comparisons, 0.05, weights);
        const auto found = acceptThresholds(set.distances, set.labels, {0.05}, 1, seed)[0];
        EXPECT_EQ(found.low, std::min(found.distance, replicated));
        EXPECT_EQ(found.high, std::max(found.distance, replicated));
    }
}

// Of many comparisons only the nearest stay in memory; a set large enough for that.
TEST(AcceptThresholds, ManyComparisonsGiveTheDistanceOfASortOfAll) {
    const RandomSet set = randomSet(5, 140, 5, 1, 5);
    const std::vector<PlainComparison> comparisons = allComparisons(set);
    for (const double rate : {1e-3, 1e-4})
        EXPECT_EQ(acceptThresholds(set.distances, set.labels, {rate}, 0, 1)[0].distance,
                  plainThreshold(comparisons, rate, once(set)));
}

TEST(AcceptThresholds, IntervalDependsOnTheSeedAlone) {
    const RandomSet set = randomSet(4, 12, 5, 1, 3);
    const auto a = acceptThresholds(set.distances, set.labels, {0.05}, 40, 9);
    const auto b = acceptThresholds(set.distances, set.labels, {0.05}, 40, 9);
    EXPECT_EQ(a[0].low, b[0].low);
    EXPECT_EQ(a[0].high, b[0].high);
}

TEST(AcceptThresholds, RefusesSetsWithNothingToCompare) {
    EXPECT_THROW(acceptThresholds({0}, twoPeople, {0.1}, 0, 1), std::invalid_argument);
    EXPECT_THROW(acceptThresholds({0, 1, 1, 0}, {{1, 1}, {1, 2}}, {0.1}, 0, 1), std::invalid_argument);
    EXPECT_THROW(acceptThresholds({0, 1, 1, 0}, {{1, 2}, {1, 2}}, {0.1}, 0, 1), std::invalid_argument);
}

}  // namespace
}  // namespace brnpa::trainer
