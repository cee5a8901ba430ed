#include "losses/detection_loss.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "evaluation/network_detector.hpp"

namespace brnpa::trainer {
namespace {

//! 1 x 4 x 6: one level of 2 x 2 cells of 8 pixels.
const std::vector<GridCell> cells = gridCells({16, 16}, {8});

double softplus(double x) {
    return std::log1p(std::exp(x));
}

// dx, dy in cells, sizes in logarithms of cells.
TEST(DetectionLoss, DecodesByTheFormula) {
    auto output = torch::zeros({1, 4, 6});
    output.index_put_({0, 3, torch::indexing::Slice(0, 4)}, torch::tensor({0.5f, -0.25f, std::log(2.f), 0.f}));
    const auto boxes = decodeBoxes(output, cells);
    EXPECT_TRUE(torch::allclose(boxes[0][3], torch::tensor({12.f, 6.f, 16.f, 8.f})));
    EXPECT_TRUE(torch::allclose(boxes[0][0], torch::tensor({0.f, 0.f, 8.f, 8.f})));
}

// Rezatofighi et al., equation 3: 4 x 4 boxes, shifted by 2: 8 / 24 shared, hull 24 of 6 x 4, all of it covered.
// Shifted by 8: nothing shared, hull 12 x 4, 32 of it covered: -(48 - 32) / 48.
TEST(DetectionLoss, GeneralizedOverlap) {
    const auto a = torch::tensor({{2.f, 2.f, 4.f, 4.f}, {2.f, 2.f, 4.f, 4.f}, {2.f, 2.f, 4.f, 4.f}});
    const auto b = torch::tensor({{4.f, 2.f, 4.f, 4.f}, {10.f, 2.f, 4.f, 4.f}, {2.f, 2.f, 4.f, 4.f}});
    EXPECT_TRUE(torch::allclose(generalizedOverlap(a, b), torch::tensor({8.f / 24, -16.f / 48, 1.f}), 1e-5, 1e-6));
}

// No person: all four cells are background with the logit 0.7.
TEST(DetectionLoss, WithoutPeopleItIsTheObjectnessAlone) {
    auto output = torch::zeros({1, 4, 6});
    output.select(2, 4).fill_(0.7);
    const auto loss = detectionLoss(output, cells, {{}}, {5, 2, 1});
    EXPECT_NEAR(loss.loss.item<double>(), 2 * 4 * softplus(0.7), 1e-5);
    EXPECT_EQ(loss.terms.size(), 1u);
}

// A person of the size of a cell, on the second one, whose prediction lies a quarter of a cell to the right: IoU 6 /
// 10, hull 10 x 8, fully covered. Its neighbors predict boxes that the person does not touch: k is 1.
TEST(DetectionLoss, OnePersonByHand) {
    auto output = torch::zeros({1, 4, 6});
    output.select(2, 0).fill_(0.5);
    output.select(2, 1).fill_(0.5);
    output[0][1][0] = 0.75;
    output.select(2, 4).fill_(-1);
    output.select(2, 5).fill_(0.3);
    const auto loss = detectionLoss(output, cells, {{{{8, 0, 8, 8}, false}}}, {5, 1, 1});
    const double box = 1 - 0.6, objectness = softplus(1) + 3 * softplus(-1);
    const double person = 0.6 * softplus(-0.3) + 0.4 * softplus(0.3);
    EXPECT_NEAR(loss.terms.at("box"), box, 1e-5);
    EXPECT_NEAR(loss.terms.at("objectness"), objectness, 1e-5);
    EXPECT_NEAR(loss.terms.at("class"), person, 1e-5);
    EXPECT_NEAR(loss.loss.item<double>(), 5 * box + objectness + person, 1e-5);
    EXPECT_NEAR(loss.overlap, 0.6, 1e-6);
}

TEST(DetectionLoss, IgnoredCellsWeighNothing) {
    auto output = torch::zeros({2, 4, 6});
    output.select(2, 0).fill_(0.5);
    output.select(2, 1).fill_(0.5);
    output.set_requires_grad(true);
    // In the second picture the left column is ignored: two of eight cells.
    const auto loss = detectionLoss(output, cells, {{}, {{{0, 0, 8, 16}, true}}}, {});
    EXPECT_NEAR(loss.loss.item<double>(), 6 * softplus(0), 1e-5);
    loss.loss.backward();
    const auto slopes = output.grad().select(2, 4);
    EXPECT_EQ(slopes[1][0].item<float>(), 0);
    EXPECT_EQ(slopes[1][2].item<float>(), 0);
    EXPECT_NEAR(slopes[1][1].item<float>(), 0.5, 1e-6);
}

// Central differences in double precision. SimOTA's choice does not change for steps this small; the target of the
// class score, the IoU, is not differentiated: its term is left out.
TEST(DetectionLoss, GradientIsTheSlope) {
    torch::manual_seed(3);
    const auto grid = gridCells({64, 64}, {8, 16, 32});
    const std::vector<std::vector<PersonBox>> boxes{{{{10, 8, 14, 40}, false}, {{40, 20, 20, 30}, false}}};
    const DetectionLossWeights weights{5, 1, 0};
    const auto output =
        (0.3 * torch::randn({1, static_cast<std::int64_t>(grid.size()), 6}, torch::kFloat64)).set_requires_grad(true);
    detectionLoss(output, grid, boxes, weights).loss.backward();
    const auto slopes = output.grad().reshape({-1});
    const auto flat = output.detach().reshape({-1});
    const auto strongest = std::get<1>(slopes.abs().topk(24));
    constexpr double step = 1e-5;
    for (std::int64_t i = 0; i < strongest.size(0); ++i) {
        const auto place = strongest[i].item<std::int64_t>();
        const auto at = [&](double shift) {
            auto moved = flat.clone();
            moved[place] += shift;
            return detectionLoss(moved.reshape(output.sizes()), grid, boxes, weights).loss.item<double>();
        };
        EXPECT_NEAR(slopes[place].item<double>(), (at(step) - at(-step)) / (2 * step), 1e-4) << "number " << place;
    }
}

TEST(DetectionNetwork, GivesARowForEachCellAndFewPeopleAtFirst) {
    const auto recipe = parseDetectionRecipe(nlohmann::json::parse(R"({"task": "detect", "name": "tiny",
        "backbone": {"strides": [2, 2, 2, 2]}, "pyramid": {"channels": 8}, "head": {"depth": 1}})"),
                                             "test");
    DetectionNetwork network(recipe);
    network->eval();
    const torch::NoGradGuard noGrad;
    const auto output = network->forward(torch::randn({2, 3, 64, 96}));
    EXPECT_EQ(output.sizes(), (std::vector<std::int64_t>{2, 8 * 12 + 4 * 6 + 2 * 3, 6}));
    // The scores start at the prior of 0.01.
    const auto scores = detectionsOf(output);
    EXPECT_NEAR(scores.select(2, 4).median().item<double>(), 0.01, 0.01);
    EXPECT_TRUE(torch::equal(scores.select(2, 2), output.select(2, 2)));
}

// A cell's numbers come from its place: a picture that is moved by 32 pixels moves them by one coarse cell.
TEST(DetectionNetwork, RowsAreInTheOrderOfTheCells) {
    const auto recipe = parseDetectionRecipe(nlohmann::json::parse(R"({"task": "detect", "name": "tiny", "seed": 2,
        "backbone": {"strides": [2, 2, 2, 2]}, "pyramid": {"channels": 8}, "head": {"depth": 1}})"),
                                             "test");
    torch::manual_seed(2);
    DetectionNetwork network(recipe);
    network->eval();
    const torch::NoGradGuard noGrad;
    const cv::Size size(512, 384);
    const auto grid = gridCells(size, detectionStrides);
    auto picture = torch::zeros({1, 3, size.height, size.width}), moved = picture.clone();
    using torch::indexing::Slice;
    const auto spot = torch::randn({3, 16, 16});
    picture.index_put_({0, Slice(), Slice(160, 176), Slice(192, 208)}, spot);
    moved.index_put_({0, Slice(), Slice(192, 208), Slice(224, 240)}, spot);
    const auto before = network->forward(picture)[0], after = network->forward(moved)[0];
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const auto& cell = grid[i];
        const int shift = 32 / cell.stride;
        const int column = cell.column + shift, row = cell.row + shift;
        // Around the spot alone: at the borders the padding shows.
        if (std::abs(cell.center().x - 200) > 48 || std::abs(cell.center().y - 168) > 48) continue;
        const auto same = std::find_if(grid.begin(), grid.end(), [&](const GridCell& other) {
            return other.stride == cell.stride && other.column == column && other.row == row;
        });
        ASSERT_NE(same, grid.end());
        EXPECT_TRUE(torch::allclose(before[static_cast<std::int64_t>(i)], after[same - grid.begin()], 1e-4, 1e-5))
            << "cell " << i;
    }
}

}  // namespace
}  // namespace brnpa::trainer
