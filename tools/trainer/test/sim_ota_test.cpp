#include "losses/sim_ota.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace brnpa::trainer {
namespace {

using Kind = CellTarget::Kind;

//! Every cell predicts a box of the size of its stride around its center, with the same score.
std::vector<CellPrediction> cellBoxes(const std::vector<GridCell>& cells) {
    std::vector<CellPrediction> predictions;
    for (const auto& cell : cells) {
        const auto side = static_cast<float>(cell.stride);
        const auto center = cell.center();
        predictions.push_back({{center.x - side / 2, center.y - side / 2, side, side}, 0.5f});
    }
    return predictions;
}

std::vector<std::size_t> cellsOf(const std::vector<CellTarget>& targets, Kind kind) {
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i < targets.size(); ++i)
        if (targets[i].kind == kind) cells.push_back(i);
    return cells;
}

TEST(SimOta, GridHasTheLevelsOneAfterTheOther) {
    const auto cells = gridCells({64, 32}, {8, 16, 32});
    ASSERT_EQ(cells.size(), 8u * 4 + 4 * 2 + 2 * 1);
    EXPECT_EQ(cells[9].column, 1);  // 8 columns: the second row's second cell
    EXPECT_EQ(cells[9].row, 1);
    EXPECT_EQ(cells[9].center(), cv::Point2f(12, 12));
    EXPECT_EQ(cells[32].stride, 16);
    EXPECT_EQ(cells[41].center(), cv::Point2f(48, 16));
}

TEST(SimOta, OverlapIsIntersectionOverUnion) {
    EXPECT_FLOAT_EQ(overlapOf({0, 0, 4, 4}, {2, 0, 4, 4}), 8.f / 24);
    EXPECT_FLOAT_EQ(overlapOf({0, 0, 4, 4}, {4, 0, 4, 4}), 0);
    EXPECT_FLOAT_EQ(overlapOf({0, 0, 4, 4}, {0, 0, 4, 4}), 1);
    EXPECT_FLOAT_EQ(overlapOf({0, 0, 0, 0}, {0, 0, 0, 0}), 0);
}

// One level of 8 x 8 cells of 8 pixels. The person fills the cells (2, 2) to (3, 3). Their four predictions overlap the
// person by 64 / 256 each, all others not at all: the sum is 1, so that k is 1. All four cost the same; the first wins.
TEST(SimOta, PersonTakesAsManyCellsAsItsOverlapsAddUpTo) {
    const auto cells = gridCells({64, 64}, {8});
    const auto predictions = cellBoxes(cells);
    const auto targets = assignTargets(cells, predictions, {{{16, 16, 16, 16}, false}});
    const std::size_t first = 2 * 8 + 2;
    EXPECT_EQ(cellsOf(targets, CellTarget::Person), std::vector<std::size_t>{first});
    EXPECT_FLOAT_EQ(targets[first].overlap, 0.25f);

    // The four predict the person itself: the sum is 4.
    auto sure = predictions;
    for (const std::size_t i : {first, first + 1, first + 8, first + 9})
        sure[i].place = {16, 16, 16, 16};
    EXPECT_EQ(cellsOf(assignTargets(cells, sure, {{{16, 16, 16, 16}, false}}), CellTarget::Person),
              (std::vector<std::size_t>{first, first + 1, first + 8, first + 9}));
}

// Costs of two cells with the same score are -3 log(IoU); a score of 0.9 against 0.1 is worth 0.5 log 9 = 1.0986, an
// overlap of 16/16 against 12/16 only 3 log(16/12) = 0.863.
TEST(SimOta, CostWeighsScoreAndOverlap) {
    const auto cells = gridCells({16, 8}, {8});
    const std::vector<PersonBox> person{{{0, 0, 16, 8}, false}};
    std::vector<CellPrediction> predictions{{{0, 0, 16, 8}, 0.1f}, {{0, 0, 12, 8}, 0.9f}};
    EXPECT_EQ(cellsOf(assignTargets(cells, predictions, person), CellTarget::Person), std::vector<std::size_t>{1});
    predictions[0].score = 0.9f;
    EXPECT_EQ(cellsOf(assignTargets(cells, predictions, person), CellTarget::Person), std::vector<std::size_t>{0});
}

// A tall person of 8 x 64 pixels in the first column: cells of its column are inside; beyond 2.5 strides of its center
// (y = 32) they are candidates, but only where nothing else is left.
TEST(SimOta, CellsInBoxAndNearTheCenterComeFirst) {
    const auto cells = gridCells({64, 64}, {8});
    auto predictions = cellBoxes(cells);
    predictions[0].place = {0, 0, 8, 64};  // the best box, far from the center
    const auto targets = assignTargets(cells, predictions, {{{0, 0, 8, 64}, false}});
    for (const auto cell : cellsOf(targets, CellTarget::Person)) {
        EXPECT_EQ(cells[cell].column, 0);
        EXPECT_LT(std::abs(cells[cell].center().y - 32), 20);
    }
    // 10 overlaps: 1 and seven of 1/8, the rest 0: the sum is 1.875, k is 1.
    EXPECT_EQ(cellsOf(targets, CellTarget::Person).size(), 1u);
}

TEST(SimOta, CellThatTwoWantLearnsTheCheaper) {
    const auto cells = gridCells({8, 8}, {8});
    const std::vector<CellPrediction> predictions{{{0, 0, 8, 8}, 0.5f}};
    const auto targets = assignTargets(cells, predictions, {{{0, 0, 8, 6}, false}, {{0, 0, 8, 8}, false}});
    EXPECT_EQ(targets[0].kind, CellTarget::Person);
    EXPECT_EQ(targets[0].person, 1u);
    EXPECT_FLOAT_EQ(targets[0].overlap, 1);
}

TEST(SimOta, PredictionsInIgnoredBoxesLearnNothing) {
    const auto cells = gridCells({64, 64}, {8});
    const auto predictions = cellBoxes(cells);
    // The right half: the columns 4 to 7.
    const auto targets = assignTargets(cells, predictions, {{{32, 0, 32, 64}, true}, {{40, 16, 16, 16}, false}});
    const auto quiet = cellsOf(targets, CellTarget::Ignored);
    EXPECT_EQ(quiet.size(), 31u);
    for (const auto cell : quiet)
        EXPECT_GE(cells[cell].column, 4);
    EXPECT_EQ(cellsOf(targets, CellTarget::Person).size(), 1u) << "a person within an ignored region is still learnt";
}

TEST(SimOta, PictureWithoutPeopleIsBackground) {
    const auto cells = gridCells({64, 64}, {8, 16, 32});
    EXPECT_EQ(cellsOf(assignTargets(cells, cellBoxes(cells), {}), CellTarget::Background).size(), cells.size());
}

}  // namespace
}  // namespace brnpa::trainer
