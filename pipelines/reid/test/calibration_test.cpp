#include "reid/calibration.hpp"

#include <gtest/gtest.h>

#include "random_people.hpp"
#include "reid/errors.hpp"

namespace {

using reid::Calibration;
using reid::Embedding;
using reid::Metric;

/// Points on a line: the distance of two is their difference.
std::vector<Embedding> points(const std::vector<float>& places) {
    std::vector<Embedding> points;
    for (float place : places)
        points.push_back({place});
    return points;
}

TEST(Calibrate, distancesAndThresholdsByHand) {
    // Person 5 at 0 and 1, person 9 at 10 and 13: same 1, 3; different 10, 9, 13, 12.
    const Calibration few = reid::calibrate(points({0, 1, 10, 13}), {5, 5, 9, 9}, Metric::Euclidean, {}, "");
    EXPECT_EQ(few.same, (std::vector<float>{1, 3}));
    EXPECT_EQ(few.different, (std::vector<float>{9, 10, 12, 13}));
    EXPECT_DOUBLE_EQ(few.trueAcceptRate(1), 0.5);
    EXPECT_DOUBLE_EQ(few.falseAcceptRate(12.5), 0.75);

    // Two pictures of one person at 0, one person each at 1, 2, 4, ..., 512: 65 pairs, of which a fifth are 13.
    std::vector<float> places{0, 0};
    std::vector<int> people{0, 0};
    for (int i = 0; i < 10; ++i) {
        places.push_back(static_cast<float>(1 << i));
        people.push_back(i + 1);
    }
    const Calibration many = reid::calibrate(points(places), people, Metric::Euclidean, {0.2}, "powers of two");
    ASSERT_EQ(many.different.size(), 65U);
    const reid::Threshold& threshold = many.thresholds.at(0);
    // Sorted: 1 1 (to 0) 1 (2 - 1), 2 2 2 (4 - 2), 3 (4 - 1), 4 4 4 (8 - 4), 6, 7, 8 8 8: thirteen would cut the
    // eights apart, which are accepted together or not at all.
    EXPECT_EQ(threshold.distance, 7);
    EXPECT_NEAR(many.falseAcceptRate(threshold.distance), 12 / 65.0, 1e-9);
    EXPECT_LE(threshold.low, 7);
    EXPECT_GE(threshold.high, 7);
    EXPECT_EQ(threshold.falseAcceptRate, 0.2);
    EXPECT_EQ(threshold.calibratedOn, "powers of two");
}

TEST(Calibrate, equalErrorsWhereTheKindsOverlap) {
    const Calibration apart = reid::calibrate(points({0, 1, 10, 12}), {1, 1, 2, 2}, Metric::Euclidean, {}, "");
    EXPECT_EQ(apart.equalErrorRate, 0) << "nobody is mistaken between 2 and 9";
    EXPECT_EQ(apart.equalErrorDistance, 2);
    // Same: 1, 6; different: 4, 5, 10, 11.
    const Calibration mixed = reid::calibrate(points({0, 6, 10, 11}), {1, 1, 2, 2}, Metric::Euclidean, {}, "");
    EXPECT_EQ(mixed.equalErrorRate, 0.5);
    EXPECT_EQ(mixed.equalErrorDistance, 5);
}

/// The interval of 95 % holds what other people of the same kind give about that often.
TEST(Calibrate, theIntervalHoldsTheThresholdOfOtherPeople) {
    constexpr int DRAWS = 40;
    const auto drawn = [](unsigned seed, int persons) {
        RandomPeople people(12, 0.7, seed);
        std::vector<Embedding> embeddings;
        std::vector<int> labels;
        for (int person = 0; person < persons; ++person) {
            const Embedding center = people.person();
            for (int i = 0; i < 4; ++i) {
                embeddings.push_back(people.viewOf(center));
                labels.push_back(person);
            }
        }
        return reid::calibrate(embeddings, labels, Metric::Cosine, {0.01}, "").thresholds.at(0);
    };
    const double truth = drawn(1000, 300).distance;
    int held = 0;
    for (unsigned seed = 0; seed < DRAWS; ++seed) {
        const reid::Threshold threshold = drawn(seed, 25);
        held += threshold.low <= truth && truth <= threshold.high ? 1 : 0;
    }
    EXPECT_GE(held, DRAWS * 80 / 100);
}

TEST(Calibrate, tooLittleIsRefused) {
    EXPECT_THROW(reid::calibrate(points({1, 2, 3}), {1, 2, 3}, Metric::Euclidean, {}, ""), reid::InputError);
    EXPECT_THROW(reid::calibrate(points({1, 2, 3}), {1, 1, 1}, Metric::Euclidean, {}, ""), reid::InputError);
    EXPECT_THROW(reid::calibrate({}, {}, Metric::Euclidean, {}, ""), reid::InputError);
    try {
        reid::calibrate(points({1, 2, 3, 4}), {1, 1, 2, 2}, Metric::Euclidean, {0.01}, "");
        ADD_FAILURE();
    } catch (const reid::InputError& error) {
        EXPECT_NE(std::string(error.what()).find("1000 are needed"), std::string::npos) << error.what();
    }
}

}  // namespace
