#include "tasks/ranking_metrics.hpp"

#include <gtest/gtest.h>

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
    EXPECT_DOUBLE_EQ(metrics.meanAveragePrecision, (11.0 / 30 + 1) / 2);
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
}

TEST(RankingMetrics, EqualDistancesKeepTheOrderOfTheGallery) {
    const PictureLabels query{{1}, {1}};
    EXPECT_DOUBLE_EQ(rankingMetrics({1, 1}, query, {{1, 2}, {2, 2}}).rank1, 1);
    EXPECT_DOUBLE_EQ(rankingMetrics({1, 1}, query, {{2, 1}, {2, 2}}).rank1, 0);
}

TEST(RankingMetrics, RefusesWhatCannotBeMeasured) {
    EXPECT_THROW(rankingMetrics({1, 2, 3}, {{1}, {1}}, {{1, 2}, {2, 2}}), std::invalid_argument);
    EXPECT_THROW(rankingMetrics({1}, {{1}, {1}}, {{1}, {1}}), std::invalid_argument);
}

}  // namespace
}  // namespace brnpa::trainer
