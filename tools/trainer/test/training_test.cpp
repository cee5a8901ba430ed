#include <gtest/gtest.h>

#include "common/errors.hpp"
#include "evaluation/evaluation.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/train.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

const auto never = [] { return false; };

class Training : public ::testing::Test {
  protected:
    Training() { writeTinyMarket(folder_); }

    TrainOptions options(const std::string& output, nlohmann::json recipe = tinyRecipe()) const {
        TrainOptions options;
        options.recipe = parseRecipe(recipe, "test");
        options.data = folder_.path();
        options.output = folder_.file(output);
        return options;
    }

    std::vector<nlohmann::json> log(const std::string& output) const {
        std::ifstream file(folder_.file(output) + "/log.jsonl");
        std::vector<nlohmann::json> lines;
        for (std::string line; std::getline(file, line);)
            lines.push_back(nlohmann::json::parse(line));
        return lines;
    }

    TemporaryFolder folder_;
};

void expectSameState(const std::string& a, const std::string& b) {
    const Checkpoint first = loadCheckpoint(a), second = loadCheckpoint(b);
    const auto compare = [](const auto& x, const auto& y) {
        ASSERT_EQ(x.size(), y.size());
        for (const auto& item : x)
            EXPECT_TRUE(torch::equal(item.value(), y[item.key()])) << item.key();
    };
    compare(first.network->named_parameters(), second.network->named_parameters());
    compare(first.network->named_buffers(), second.network->named_buffers());
}

TEST_F(Training, StoppedAndResumedGivesTheWeightsOfAnUninterruptedOne) {
    ASSERT_EQ(train(options("whole"), never), TrainResult::Finished);

    TrainOptions pieces = options("pieces");
    int stops = 0;
    while (true) {
        // A different number of batches every time, so that stops fall inside and between epochs.
        int batches = 1 + stops % 3;
        const TrainResult result = train(pieces, [&] { return batches-- == 0; });
        if (result == TrainResult::Finished) break;
        ++stops;
        pieces.resume = true;
        ASSERT_LT(stops, 100) << "the training never ends";
    }
    EXPECT_GE(stops, 3);
    expectSameState(folder_.file("whole/checkpoint.pt"), folder_.file("pieces/checkpoint.pt"));
}

TEST_F(Training, SeedDecidesTheWeights) {
    auto recipe = tinyRecipe();
    recipe["schedule"] = {{"epochs", 1}, {"warm_up_epochs", 0}};
    ASSERT_EQ(train(options("a", recipe), never), TrainResult::Finished);
    ASSERT_EQ(train(options("b", recipe), never), TrainResult::Finished);
    expectSameState(folder_.file("a/checkpoint.pt"), folder_.file("b/checkpoint.pt"));
    recipe["seed"] = 8;
    ASSERT_EQ(train(options("c", recipe), never), TrainResult::Finished);
    const Checkpoint a = loadCheckpoint(folder_.file("a/checkpoint.pt")),
                     c = loadCheckpoint(folder_.file("c/checkpoint.pt"));
    EXPECT_FALSE(torch::equal(a.network->projection->weight, c.network->projection->weight));
}

TEST_F(Training, LearnsToTellColorsApart) {
    auto recipe = tinyRecipe();
    // All four people in every batch: batch normalization over two would hide the colors. 80 steps.
    recipe["sampler"] = {{"identities", 4}, {"images_per_identity", 3}};
    recipe["schedule"] = {{"epochs", 40}, {"warm_up_epochs", 1}};
    recipe["optimizer"] = {{"learning_rate", 1e-2}, {"head_learning_rate", 1e-2}};
    recipe["augmentation"] = {{"flip", 0.5}, {"pad", 0}, {"erase", 0}};
    ASSERT_EQ(train(options("out", recipe), never), TrainResult::Finished);
    const auto lines = log("out");
    ASSERT_EQ(lines.size(), 40u);
    EXPECT_LT(lines.back().at("loss").get<double>(), 0.5 * lines.front().at("loss").get<double>());
    EXPECT_GT(lines.back().at("accuracy").get<double>(), 0.8);
    const Evaluation evaluation =
        evaluateCheckpoint(folder_.file("out/checkpoint.pt"), folder_.path(), EvaluationSplit::Validation);
    // Two validation people, six pictures each, three cameras.
    EXPECT_EQ(evaluation.people, 2u);
    EXPECT_EQ(evaluation.pictures, 12u);
    EXPECT_EQ(evaluation.ranking.queries, 6u);
    EXPECT_EQ(evaluation.thresholds.size(), 3u);
    EXPECT_GT(evaluation.ranking.rank1, 0.8);
}

TEST_F(Training, Bfloat16StaysNearFloat32) {
    auto recipe = tinyRecipe();
    recipe["schedule"] = {{"epochs", 1}, {"warm_up_epochs", 0}};
    ASSERT_EQ(train(options("full", recipe), never), TrainResult::Finished);
    recipe["precision"] = "bfloat16";
    ASSERT_EQ(train(options("half", recipe), never), TrainResult::Finished);
    const double full = log("full").back().at("loss"), half = log("half").back().at("loss");
    EXPECT_NE(full, half) << "both ran in the same precision";
    EXPECT_NEAR(full, half, 0.1 * full);
}

TEST_F(Training, CheckpointsAreNotMixedUp) {
    auto recipe = tinyRecipe();
    recipe["schedule"] = {{"epochs", 0.2}, {"warm_up_epochs", 0}};
    ASSERT_EQ(train(options("out", recipe), never), TrainResult::Finished);
    EXPECT_THROW(train(options("out", recipe), never), InputError) << "overwrote the checkpoint of a finished training";
    recipe["seed"] = 99;
    TrainOptions other = options("out", recipe);
    other.resume = true;
    EXPECT_THROW(train(other, never), InputError) << "resumed with another recipe";
    TrainOptions nothing = options("empty");
    nothing.resume = true;
    EXPECT_THROW(train(nothing, never), InputError) << "resumed without a checkpoint";
}

TEST_F(Training, DamagedCheckpointsAreRefused) {
    EXPECT_THROW(loadCheckpoint(folder_.file("absent.pt")), InputError);
    EXPECT_THROW(loadCheckpoint(folder_.write("text.pt", "hello")), InputError);
    auto recipe = tinyRecipe();
    recipe["schedule"] = {{"epochs", 0.2}, {"warm_up_epochs", 0}};
    ASSERT_EQ(train(options("out", recipe), never), TrainResult::Finished);
    const std::string whole = contentOf(folder_.file("out/checkpoint.pt"));
    EXPECT_THROW(loadCheckpoint(folder_.write("half.pt", whole.substr(0, whole.size() / 2))), InputError);
}

}  // namespace
}  // namespace brnpa::trainer
