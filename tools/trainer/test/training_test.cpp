#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "common/errors.hpp"
#include "data/batch_loader.hpp"
#include "data/market1501.hpp"
#include "data/pk_sampler.hpp"
#include "data/reid_split.hpp"
#include "evaluation/evaluation.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"
#include "tasks/train.hpp"
#include "test/same_tensors.hpp"
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
        options.data = {folder_.path()};
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
    expectSameTensors(first.network->named_parameters(), second.network->named_parameters());
    expectSameTensors(first.network->named_buffers(), second.network->named_buffers());
    if (!first.average) return;
    expectSameTensors(first.average->named_parameters(), second.average->named_parameters());
    expectSameTensors(first.average->named_buffers(), second.average->named_buffers());
}

TEST_F(Training, StoppedAndResumedGivesTheWeightsOfAnUninterruptedOne) {
    // Everything that has a state of its own.
    auto recipe = tinyRecipe();
    recipe["optimizer"]["average_decay"] = 0.9;
    recipe["head"]["auxiliary"] = {{1}};
    recipe["loss"]["center_weight"] = 0.001;
    ASSERT_EQ(train(options("whole", recipe), never), TrainResult::Finished);

    TrainOptions pieces = options("pieces", recipe);
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
    const auto whole = log("whole"), resumed = log("pieces");
    ASSERT_EQ(whole.size(), resumed.size());
    for (std::size_t i = 0; i < whole.size(); ++i)
        EXPECT_EQ(whole[i].at("step"), resumed[i].at("step"));
}

// Killed at any moment, not asked to stop: the last checkpoint is whole, and the training goes on from it.
TEST_F(Training, KilledAndResumedGivesTheSameWeights) {
    auto recipe = tinyRecipe();
    recipe["schedule"]["epochs"] = 30;  // long enough to be killed in the middle
    const std::string arguments = "train " + folder_.write("recipe.json", recipe.dump()) + " --data " + folder_.path();
    const auto start = [&](const std::string& more) {
        const std::string command =
            std::string("exec ") + BRNPA_TRAIN_PROGRAM + " " + arguments + more + " 2>/dev/null";
        const pid_t child = ::fork();
        if (child == 0) {
            ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            ::_exit(127);
        }
        return child;
    };
    const auto exitOf = [](pid_t child) {
        int status = 0;
        ::waitpid(child, &status, 0);
        return status;
    };
    ASSERT_EQ(exitOf(start(" --output " + folder_.file("whole"))), 0);
    const std::string checkpoint = folder_.file("killed/checkpoint.pt");
    const pid_t victim = start(" --output " + folder_.file("killed"));
    while (!std::filesystem::exists(checkpoint))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ::kill(victim, SIGKILL);
    EXPECT_TRUE(WIFSIGNALED(exitOf(victim))) << "it ended before it was killed";
    ASSERT_EQ(exitOf(start(" --resume --output " + folder_.file("killed"))), 0);
    expectSameState(folder_.file("whole/checkpoint.pt"), checkpoint);
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
    ASSERT_EQ(lines.size(), 41u);  // one an epoch, and one at step 50 of 80
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

//! No variation of the pictures and no momentum: steps that a test can follow.
nlohmann::json plainRecipe() {
    auto recipe = tinyRecipe();
    recipe["augmentation"] = {{"flip", 0}, {"pad", 0}, {"erase", 0}};
    recipe["optimizer"] = {
        {"name", "sgd"}, {"learning_rate", 0.01}, {"head_learning_rate", 0.01}, {"momentum", 0}, {"weight_decay", 0}};
    recipe["schedule"] = {{"epochs", 0.001}, {"warm_up_epochs", 0}};  // one step
    return recipe;
}

TEST_F(Training, AccumulationStepsAlongTheMeanGradient) {
    auto json = plainRecipe();
    json["sampler"]["accumulate"] = 2;
    ASSERT_EQ(train(options("out", json), never), TrainResult::Finished);
    const Checkpoint checkpoint = loadCheckpoint(folder_.file("out/checkpoint.pt"));
    EXPECT_EQ(checkpoint.position.step, 1);

    const Recipe recipe = parseRecipe(json, "test");
    const auto images = splitByIdentity(readMarket1501(folder_.path()), 3, 1).train;
    const auto labels = denseLabels(images);
    const ImageStore store(images, recipe.input.width, recipe.input.height);
    const auto batches = pkBatches(labels, 2, 2, mixSeed(7, 1, 0));
    torch::manual_seed(7);
    ReidNetwork network(recipe, 1 + *std::max_element(labels.begin(), labels.end()));
    Objective objective(recipe, network->numClasses());
    std::map<std::string, torch::Tensor> mean;
    for (std::size_t b = 0; b < 2; ++b) {
        network->zero_grad();
        std::vector<std::int64_t> who;
        for (const auto index : batches.at(b))
            who.push_back(labels[index]);
        const auto output = network->forward(plainBatch(store, batches.at(b), normalizationOf(recipe)));
        objective->forward(output, torch::tensor(who), nullptr).backward();
        for (const auto& parameter : network->named_parameters()) {
            if (!parameter.value().grad().defined()) continue;
            auto& sum = mean[parameter.key()];
            sum = sum.defined() ? sum + parameter.value().grad() / 2 : parameter.value().grad() / 2;
        }
    }
    const auto trained = checkpoint.network->named_parameters();
    for (const auto& parameter : network->named_parameters()) {
        const auto found = mean.find(parameter.key());
        const auto expected = found == mean.end() ? parameter.value() : parameter.value() - 0.01 * found->second;
        EXPECT_TRUE(torch::allclose(trained[parameter.key()], expected, 1e-4, 1e-6)) << parameter.key();
    }
}

TEST_F(Training, StudentStartsFromItsTeacherAndHearsIt) {
    auto recipe = plainRecipe();
    ASSERT_EQ(train(options("teacher", recipe), never), TrainResult::Finished);
    recipe["optimizer"]["learning_rate"] = recipe["optimizer"]["head_learning_rate"] = 0;
    recipe["schedule"]["epochs"] = 1;
    recipe["pyramid"] = {{"stages", {1}}, {"channels", 8}};
    recipe["distillation"] = {{"weight", 0.5}, {"relation_weight", 1}};
    for (const char* targets : {"batch", "stored"}) {
        recipe["distillation"]["targets"] = targets;
        TrainOptions student = options(targets, recipe);
        student.teacher = folder_.file("teacher/checkpoint.pt");
        ASSERT_EQ(train(student, never), TrainResult::Finished);
        const auto terms = log(targets).back().at("terms");
        EXPECT_GT(terms.at("distillation").get<double>(), 0) << targets;
        EXPECT_GT(terms.at("relation").get<double>(), 0) << targets;
        const auto from = loadCheckpoint(student.teacher).network->backbone->parameters();
        const auto to =
            loadCheckpoint(folder_.file(std::string(targets) + "/checkpoint.pt")).network->backbone->parameters();
        for (std::size_t i = 0; i < from.size(); ++i)
            EXPECT_TRUE(torch::equal(from[i], to[i])) << targets << ", weight " << i;
    }
    // Pictures that are not varied look the same in both.
    EXPECT_NEAR(log("batch").back().at("terms").at("distillation").get<double>(),
                log("stored").back().at("terms").at("distillation").get<double>(), 0.1);
}

TEST_F(Training, StartsFromANetworkThatKnowsOtherPeople) {
    auto recipe = plainRecipe();
    ASSERT_EQ(train(options("first", recipe), never), TrainResult::Finished);
    recipe["optimizer"]["learning_rate"] = recipe["optimizer"]["head_learning_rate"] = 0;
    recipe["validation"]["every"] = 2;  // other people are left for the training
    TrainOptions second = options("second", recipe);
    second.from = folder_.file("first/checkpoint.pt");
    ASSERT_EQ(train(second, never), TrainResult::Finished);
    const auto before = loadCheckpoint(second.from), after = loadCheckpoint(folder_.file("second/checkpoint.pt"));
    EXPECT_NE(before.network->numClasses(), after.network->numClasses());
    EXPECT_EQ(after.origin.from, before.recipe.name);
    EXPECT_EQ(after.origin.teacher, "");
    expectSameTensors(before.network->backbone->named_parameters(), after.network->backbone->named_parameters());
}

TEST_F(Training, TeacherHasToKnowTheSamePeople) {
    auto recipe = plainRecipe();
    ASSERT_EQ(train(options("teacher", recipe), never), TrainResult::Finished);
    recipe["validation"]["every"] = 2;  // other people are left for the training
    TrainOptions student = options("student", recipe);
    student.teacher = folder_.file("teacher/checkpoint.pt");
    EXPECT_THROW(train(student, never), InputError);
}

TEST_F(Training, LossThatIsNoNumberNamesTheStep) {
    auto recipe = plainRecipe();
    recipe["loss"]["triplet_margin"] = 1e39;  // more than a float holds
    try {
        train(options("out", recipe), never);
        FAIL() << "went on";
    } catch (const ResourceError& error) {
        const std::string message = error.what();
        for (const char* part : {"inf", "at step 0", "learning rate 0.01", "no checkpoint"})
            EXPECT_NE(message.find(part), std::string::npos) << message;
    }
}

TEST_F(Training, AveragedWeightsAreValidatedAndKept) {
    auto recipe = tinyRecipe();
    recipe["optimizer"]["average_decay"] = 0.9;
    recipe["head"]["auxiliary"] = {{1}, {1, 2}};
    recipe["loss"]["center_weight"] = 0.001;
    recipe["validation"]["interval"] = 1;
    ASSERT_EQ(train(options("out", recipe), never), TrainResult::Finished);
    const Checkpoint last = loadCheckpoint(folder_.file("out/checkpoint.pt"));
    ASSERT_TRUE(last.average);
    EXPECT_EQ(last.averagedSteps, last.position.step);
    EXPECT_FALSE(torch::equal(last.average->projection->weight, last.network->projection->weight));
    const auto line = log("out").back();
    EXPECT_TRUE(line.at("terms").contains("v1v2"));
    EXPECT_TRUE(line.at("terms").contains("center"));
    const auto evaluation =
        evaluateCheckpoint(folder_.file("out/best.pt"), folder_.path(), EvaluationSplit::Validation);
    EXPECT_NEAR(evaluation.ranking.meanAveragePrecision, last.position.best, 1e-6);
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
