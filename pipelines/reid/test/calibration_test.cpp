#include "reid/calibration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "random_people.hpp"
#include "reid/errors.hpp"
#include "reid/memory_gallery.hpp"

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
    // Person 5 at 0 and 1, person 9 at 10 and 13: from 0 it is 10 to the nearer of the others, from 1 9, from 10 9,
    // from 13 12.
    const Calibration few = reid::calibrate(points({0, 1, 10, 13}), {5, 5, 9, 9}, Metric::Euclidean, {}, "");
    EXPECT_EQ(few.same, (std::vector<float>{1, 1, 3, 3}));
    EXPECT_EQ(few.different, (std::vector<float>{9, 9, 10, 12}));
    EXPECT_DOUBLE_EQ(few.trueAcceptRate(1), 0.5);
    EXPECT_DOUBLE_EQ(few.falseAcceptRate(11), 0.75);

    // Two pictures of one person at 0, one person each at 1, 2, 4, ..., 512: 12 pictures and 10 other people each.
    std::vector<float> places{0, 0};
    std::vector<int> people{0, 0};
    for (int i = 0; i < 10; ++i) {
        places.push_back(static_cast<float>(1 << i));
        people.push_back(i + 1);
    }
    const Calibration many = reid::calibrate(points(places), people, Metric::Euclidean, {0.2}, "powers of two");
    ASSERT_EQ(many.different.size(), 120U);
    const reid::Threshold& threshold = many.thresholds.at(0);
    // From 0 to 1 twice and back once, between 1 and 2 there and back: 5 times 1. As often 2 and 4; twice 3 (4 - 1),
    // 6 (8 - 2) and 7 (8 - 1): 21. A fifth are 24, and would cut the five eights apart, which are accepted together or
    // not at all.
    EXPECT_EQ(threshold.distance, 7);
    EXPECT_NEAR(many.falseAcceptRate(threshold.distance), 21 / 120.0, 1e-9);
    EXPECT_LE(threshold.low, 7);
    EXPECT_GE(threshold.high, 7);
    EXPECT_EQ(threshold.falseAcceptRate, 0.2);
    EXPECT_EQ(threshold.calibratedOn, "powers of two");
}

TEST(Calibrate, aPersonHasAsManyPicturesAsAGalleryKeeps) {
    // Somebody at 0 and -1, and another with 32 pictures at 100, 99, ..., 69: every second one is kept, the last is
    // not.
    std::vector<float> places{0, -1};
    std::vector<int> people{1, 1};
    for (int i = 0; i < 32; ++i) {
        places.push_back(static_cast<float>(100 - i));
        people.push_back(2);
    }
    const Calibration others = reid::calibrate(points(places), people, Metric::Euclidean, {}, "");
    // From 69, 70... to 0, and from 0 and -1 to 70.
    std::vector<float> expected{70, 71};
    for (int i = 0; i < 32; ++i)
        expected.push_back(static_cast<float>(100 - i));
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(others.different, expected);

    // Somebody at 0 and at 170, 160, ..., 10. Of each one's 17 others the last is left out: 0 is compared with 20.
    places = {0};
    for (int i = 17; i > 0; --i)
        places.push_back(static_cast<float>(10 * i));
    people.assign(places.size(), 1);
    places.push_back(1000);
    people.push_back(2);
    std::vector<float> same(17, 10);
    same.push_back(20);
    EXPECT_EQ(reid::calibrate(points(places), people, Metric::Euclidean, {}, "").same, same);
}

TEST(Calibrate, equalErrorsWhereTheKindsOverlap) {
    const Calibration apart = reid::calibrate(points({0, 1, 10, 12}), {1, 1, 2, 2}, Metric::Euclidean, {}, "");
    EXPECT_EQ(apart.equalErrorRate, 0) << "nobody is mistaken between 2 and 9";
    EXPECT_EQ(apart.equalErrorDistance, 2);
    // Same: 1, 1, 6, 6; different: 4, 4, 5, 10.
    const Calibration mixed = reid::calibrate(points({0, 6, 10, 11}), {1, 1, 2, 2}, Metric::Euclidean, {}, "");
    EXPECT_EQ(mixed.equalErrorRate, 0.5);
    EXPECT_EQ(mixed.equalErrorDistance, 4);
}

/// Pictures of made people, so many of each.
struct Known {
    std::vector<Embedding> embeddings;
    std::vector<int> people;
};

Known known(unsigned seed, const std::vector<int>& pictures) {
    RandomPeople people(12, 0.7, seed);
    Known known;
    for (size_t person = 0; person < pictures.size(); ++person) {
        const Embedding center = people.person();
        for (int i = 0; i < pictures[person]; ++i) {
            known.embeddings.push_back(people.viewOf(center));
            known.people.push_back(static_cast<int>(person));
        }
    }
    return known;
}

/// What a gallery says of a stranger is the oracle: it is given the exemplars of one person after the other.
TEST(Calibrate, theRateIsThatOfAGallery) {
    const Known set = known(3, {2, 5, 16, 17, 30, 33, 48, 1, 20, 64});
    const Calibration calibration = reid::calibrate(set.embeddings, set.people, Metric::Cosine, {0.05}, "");
    double accepted = 0, strangers = 0;
    for (int person = 0; person < 10; ++person) {
        reid::GalleryOptions options;
        options.acceptDistance = calibration.thresholds.at(0).distance + 1e-6;  // a gallery keeps floats of length 1
        reid::MemoryGallery gallery(options);
        std::vector<Embedding> own;
        for (size_t i = 0; i < set.people.size(); ++i) {
            if (set.people[i] == person) own.push_back(set.embeddings[i]);
        }
        const size_t kept = std::min<size_t>(own.size(), 16);
        const int identity = gallery.enroll({own[0]});
        for (size_t i = 1; i < kept; ++i)
            gallery.add(identity, {own[own.size() * i / kept]});
        for (size_t i = 0; i < set.people.size(); ++i) {
            if (set.people[i] == person) continue;
            strangers += 1;
            accepted += gallery.identify(set.embeddings[i]).answer == reid::Answer::Known ? 1 : 0;
        }
    }
    ASSERT_EQ(static_cast<double>(calibration.different.size()), strangers);
    EXPECT_EQ(accepted, std::floor(0.05 * strangers));
}

/// The interval of 95 % holds what other people of the same kind give about that often.
TEST(Calibrate, theIntervalHoldsTheThresholdOfOtherPeople) {
    constexpr int DRAWS = 40;
    const auto drawn = [](unsigned seed, size_t persons) {
        const Known set = known(seed, std::vector<int>(persons, 4));
        return reid::calibrate(set.embeddings, set.people, Metric::Cosine, {0.01}, "").thresholds.at(0);
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
