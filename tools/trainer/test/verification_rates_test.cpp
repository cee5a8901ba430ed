#include "evaluation/verification_rates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "common/random.hpp"

namespace brnpa::trainer {
namespace {

// One query of person 1 in camera 1; 0.05 is its own picture, junk. Same person: 0.1, 0.3, 0.5, 0.9; others: 0.2, 0.4,
// 0.6, 0.8, 1.0.
const PictureLabels asked{{1}, {1}}, searched{{1, 1, 1, 1, 1, 2, 3, 4, 5, 6}, {1, 2, 2, 2, 2, 1, 1, 1, 1, 1}};
const std::vector<float> distances{0.05f, 0.1f, 0.3f, 0.5f, 0.9f, 0.2f, 0.4f, 0.6f, 0.8f, 1.0f};

TEST(VerificationRates, WorkedExample) {
    const auto rates = verificationRates(StoredDistances(distances, 1, 10), asked, searched, {0, 0.2, 0.25, 0.39});
    ASSERT_EQ(rates.size(), 4u);
    // No stranger accepted: below 0.2, which is 0.1 alone. A fifth (0.2): below 0.4. Two fifths: below 0.6.
    EXPECT_DOUBLE_EQ(rates[0].truePositiveRate, 0.25);
    EXPECT_DOUBLE_EQ(rates[1].truePositiveRate, 0.5);
    EXPECT_DOUBLE_EQ(rates[2].truePositiveRate, 0.5);
    EXPECT_DOUBLE_EQ(rates[3].truePositiveRate, 0.75);
    // The other way round: nobody refused wrongly, above 0.9, which is 1.0 alone; a quarter (0.9), above 0.5: 0.6, 0.8,
    // 1.0; nearest to 0.39 are two quarters, above 0.3.
    EXPECT_DOUBLE_EQ(rates[0].fastReidTruePositiveRate, 0.2);
    EXPECT_DOUBLE_EQ(rates[1].fastReidTruePositiveRate, 0.6);
    EXPECT_DOUBLE_EQ(rates[2].fastReidTruePositiveRate, 0.6);
    EXPECT_DOUBLE_EQ(rates[3].fastReidTruePositiveRate, 0.8);
}

struct Pairs {
    std::vector<double> scores;
    std::vector<bool> positive;
};

//! Every point of the curve: positive from a score on, the nearest false positive rate, the best true positive rate.
double curveSearch(const Pairs& pairs, double wanted) {
    std::vector<double> limits = pairs.scores;
    limits.push_back(std::numeric_limits<double>::infinity());
    double best = 0, nearest = 2, bestRate = 2;
    for (const double limit : limits) {
        double truePositives = 0, falsePositives = 0, positives = 0, negatives = 0;
        for (std::size_t i = 0; i < pairs.scores.size(); ++i) {
            (pairs.positive[i] ? positives : negatives) += 1;
            if (pairs.scores[i] >= limit) (pairs.positive[i] ? truePositives : falsePositives) += 1;
        }
        const double rate = falsePositives / negatives, away = std::abs(rate - wanted);
        const bool nearer = away < nearest - 1e-12 || (away < nearest + 1e-12 && rate < bestRate - 1e-12);
        const bool same = std::abs(rate - bestRate) < 1e-12;
        if (nearer || (same && truePositives / positives > best)) {
            best = truePositives / positives;
            nearest = away;
            bestRate = rate;
        }
    }
    return best;
}

TEST(VerificationRates, AreTheNearestPointsOfTheCurve) {
    Random random(21);
    for (int round = 0; round < 20; ++round) {
        PictureLabels query, gallery;
        for (int i = 0; i < 40; ++i) {
            auto& labels = i < 8 ? query : gallery;
            labels.identity.push_back(static_cast<int>(random.below(4)));
            labels.camera.push_back(1 + static_cast<int>(random.below(2)));
        }
        std::vector<float> matrix(query.size() * gallery.size());
        Pairs near, far;  // positive is the same person, and the other way round
        for (std::size_t i = 0; i < matrix.size(); ++i) {
            const std::size_t q = i / gallery.size(), g = i % gallery.size();
            const bool same = query.identity[q] == gallery.identity[g];
            // Coarse, so that many are equal.
            matrix[i] = static_cast<float>(random.below(12) + (same ? 0 : 3));
            if (same && query.camera[q] == gallery.camera[g]) continue;
            near.scores.push_back(-matrix[i]);
            near.positive.push_back(same);
            far.scores.push_back(matrix[i]);
            far.positive.push_back(!same);
        }
        const std::vector<double> wanted{0.001, 0.01, 0.1, 0.3, 0.5, 1};
        const auto rates =
            verificationRates(StoredDistances(matrix, query.size(), gallery.size()), query, gallery, wanted);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            EXPECT_NEAR(rates[i].truePositiveRate, curveSearch(near, wanted[i]), 1e-12) << wanted[i];
            EXPECT_NEAR(rates[i].fastReidTruePositiveRate, curveSearch(far, wanted[i]), 1e-12) << wanted[i];
        }
    }
}

TEST(VerificationRates, RefusesWhatHasNoCurve) {
    const std::vector<float> one{1};
    EXPECT_THROW(verificationRates(StoredDistances(one, 1, 1), {{1}, {1}}, {{2}, {1}}, {0.1}), std::invalid_argument);
    EXPECT_THROW(verificationRates(StoredDistances(one, 1, 1), {{1}, {1}}, {{1}, {2}}, {0.1}), std::invalid_argument);
    EXPECT_THROW(verificationRates(StoredDistances(one, 1, 1), {{1}, {1}}, {{1, 2}, {2, 2}}, {0.1}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace brnpa::trainer
