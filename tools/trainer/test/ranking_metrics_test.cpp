#include "evaluation/ranking_metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "common/random.hpp"

namespace brnpa::trainer {
namespace {

// Worked on paper. Query 0 (person 1, camera 1): picture 0 is the same person in the same camera and leaves the ranking
// 4, 2, [1], 5, [3]: matches at ranks 3 and 5, AP = (1/3 + 2/5) / 2 = 11/30, INP = 2/5.
// Query 1 (person 2, camera 1): picture 4 leaves; picture 2 is first: AP = 1, INP = 1.
// Query 2 (person 3, camera 2): its only picture is itself, it does not count.
TEST(RankingMetrics, WorkedExample) {
    const PictureLabels gallery{{1, 1, 2, 1, 2, 3}, {1, 2, 2, 3, 1, 2}};
    const PictureLabels query{{1, 2, 3}, {1, 1, 2}};
    const std::vector<float> distances{0.0f, 0.5f, 0.2f, 0.9f, 0.1f, 0.7f,  //
                                       0.3f, 0.4f, 0.1f, 0.5f, 0.0f, 0.2f,  //
                                       0.3f, 0.4f, 0.1f, 0.5f, 0.2f, 0.0f};
    const RankingMetrics metrics = rankingMetrics(distances, query, gallery);
    EXPECT_EQ(metrics.queries, 2u);
    EXPECT_EQ(metrics.queriesWithoutMatch, 1u);
    EXPECT_DOUBLE_EQ(metrics.rank1, 0.5);
    EXPECT_DOUBLE_EQ(metrics.rank5, 1.0);
    EXPECT_DOUBLE_EQ(metrics.rank10, 1.0);
    EXPECT_DOUBLE_EQ(metrics.rank20, 1.0);
    EXPECT_DOUBLE_EQ(metrics.meanAveragePrecision, (11.0 / 30 + 1) / 2);
    // Query 0: (0/2 + 1/3) / 2 at the first match, (1/4 + 2/5) / 2 at the second; query 1 begins with a match.
    EXPECT_DOUBLE_EQ(metrics.trapezoidMeanAveragePrecision, ((1.0 / 6 + 13.0 / 40) / 2 + 1) / 2);
    ASSERT_EQ(metrics.averagePrecision.size(), 3u);
    EXPECT_DOUBLE_EQ(metrics.averagePrecision[0].value(), 11.0 / 30);
    EXPECT_DOUBLE_EQ(metrics.averagePrecision[1].value(), 1);
    EXPECT_FALSE(metrics.averagePrecision[2].has_value());
    EXPECT_DOUBLE_EQ(metrics.meanInverseNegativePenalty, (2.0 / 5 + 1) / 2);
}

TEST(RankingMetrics, ThresholdsOfTheCurve) {
    // One match behind 5 and behind 4 strangers.
    PictureLabels gallery{{2, 2, 2, 2, 2, 1}, {1, 1, 1, 1, 1, 2}};
    const PictureLabels query{{1}, {1}};
    const auto sixth = rankingMetrics({1, 2, 3, 4, 5, 6}, query, gallery);
    EXPECT_DOUBLE_EQ(sixth.rank5, 0);
    EXPECT_DOUBLE_EQ(sixth.rank10, 1);
    const auto fifth = rankingMetrics({1, 2, 3, 4, 6, 5}, query, gallery);
    EXPECT_DOUBLE_EQ(fifth.rank1, 0);
    EXPECT_DOUBLE_EQ(fifth.rank5, 1);
    EXPECT_DOUBLE_EQ(fifth.meanAveragePrecision, 0.2);
    for (const std::size_t strangers : {19, 20}) {
        PictureLabels crowd{std::vector<int>(strangers, 2), std::vector<int>(strangers, 1)};
        crowd.identity.push_back(1);
        crowd.camera.push_back(2);
        std::vector<float> distances(strangers + 1);
        std::iota(distances.begin(), distances.end(), 0.0f);
        EXPECT_DOUBLE_EQ(rankingMetrics(distances, query, crowd).rank20, strangers == 19 ? 1 : 0);
    }
}

// Step by step as Market-1501's compute_AP goes: recall and precision after every picture that is not junk.
double stepwiseTrapezoid(const std::vector<float>& row, int identity, int camera, const PictureLabels& gallery) {
    std::vector<std::size_t> order(row.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return row[a] < row[b]; });
    const auto isGood = [&](std::size_t g) { return gallery.identity[g] == identity && gallery.camera[g] != camera; };
    const auto isJunk = [&](std::size_t g) { return gallery.identity[g] == identity && gallery.camera[g] == camera; };
    const double good = static_cast<double>(std::count_if(order.begin(), order.end(), isGood));
    double oldRecall = 0, oldPrecision = 1, area = 0, found = 0, seen = 0;
    for (const auto g : order) {
        if (isJunk(g)) continue;
        found += isGood(g) ? 1 : 0;
        seen += 1;
        const double recall = found / good, precision = found / seen;
        area += (recall - oldRecall) * (oldPrecision + precision) / 2;
        oldRecall = recall;
        oldPrecision = precision;
        if (found == good) break;
    }
    return area;
}

TEST(RankingMetrics, TrapezoidIsTheAreaUnderTheStepwiseCurve) {
    Random random(11);
    PictureLabels gallery, query{{0, 1, 2, 3, 0, 1}, {1, 2, 1, 2, 2, 1}};
    for (int i = 0; i < 60; ++i) {
        gallery.identity.push_back(i % 5);
        gallery.camera.push_back(1 + static_cast<int>(random.below(3)));
    }
    std::vector<float> distances;
    double expected = 0;
    for (std::size_t q = 0; q < query.size(); ++q) {
        std::vector<float> row(gallery.size());
        for (float& distance : row)
            distance = static_cast<float>(random.uniform());
        expected += stepwiseTrapezoid(row, query.identity[q], query.camera[q], gallery);
        distances.insert(distances.end(), row.begin(), row.end());
    }
    const auto metrics = rankingMetrics(distances, query, gallery);
    ASSERT_EQ(metrics.queries, query.size());
    EXPECT_NEAR(metrics.trapezoidMeanAveragePrecision, expected / static_cast<double>(query.size()), 1e-12);
    EXPECT_NE(metrics.trapezoidMeanAveragePrecision, metrics.meanAveragePrecision);
}

TEST(RankingMetrics, WithoutCamerasOnlyTheQueryItselfIsTakenOut) {
    // Picture 0 asks and is nearest to itself; 1 and 3 are the same person, at ranks 2 and 3 of what is left.
    const PictureLabels gallery{{1, 1, 2, 1}, {0, 0, 0, 0}, {0, 1, 2, 3}};
    const PictureLabels query{{1}, {0}, {0}};
    const auto metrics = rankingMetrics({0.0f, 0.2f, 0.1f, 0.3f}, query, gallery);
    EXPECT_EQ(metrics.queries, 1u);
    EXPECT_DOUBLE_EQ(metrics.rank1, 0);
    EXPECT_DOUBLE_EQ(metrics.meanAveragePrecision, (1.0 / 2 + 2.0 / 3) / 2);
    // A person with a single picture cannot be found.
    EXPECT_EQ(rankingMetrics({0.0f, 0.2f, 0.1f, 0.3f, 0.1f, 0.3f, 0.0f, 0.4f}, {{1, 2}, {0, 0}, {0, 2}}, gallery)
                  .queriesWithoutMatch,
              1u);
}

TEST(RankingMetrics, EqualDistancesKeepTheOrderOfTheGallery) {
    const PictureLabels query{{1}, {1}};
    EXPECT_DOUBLE_EQ(rankingMetrics(std::vector<float>{1, 1}, query, {{1, 2}, {2, 2}}).rank1, 1);
    EXPECT_DOUBLE_EQ(rankingMetrics(std::vector<float>{1, 1}, query, {{2, 1}, {2, 2}}).rank1, 0);
}

TEST(RankingMetrics, RefusesWhatCannotBeMeasured) {
    EXPECT_THROW(rankingMetrics({1, 2, 3}, {{1}, {1}}, {{1, 2}, {2, 2}}), std::invalid_argument);
    EXPECT_THROW(rankingMetrics({1}, {{1}, {1}}, {{1}, {1}}), std::invalid_argument);
}

}  // namespace
}  // namespace brnpa::trainer
