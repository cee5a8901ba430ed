#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>

#include "test/pickle_bytes.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

struct Outcome {
    int exitCode;
    std::string text;  // stdout, and stderr unless it was left out
};

Outcome runTrainer(const std::string& arguments, bool withErrors = true) {
    const std::string command =
        std::string(BRNPA_TRAIN_PROGRAM) + " " + arguments + (withErrors ? " 2>&1" : " 2>/dev/null");
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        text.push_back(static_cast<char>(c));
    const int status = ::pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text};
}

class CommandLine : public ::testing::Test {
  protected:
    CommandLine() : recipe_(folder_.write("recipe.json", tinyRecipe().dump())) {}

    //! Expects exit code 3 and one sentence that holds `part`.
    void expectBadInput(const std::string& arguments, const std::string& part) const {
        const Outcome run = runTrainer(arguments);
        EXPECT_EQ(run.exitCode, 3) << arguments << "\n" << run.text;
        EXPECT_NE(run.text.find(part), std::string::npos) << run.text;
        EXPECT_EQ(run.text.find('\n'), run.text.size() - 1) << "more than one line: " << run.text;
        EXPECT_EQ(run.text.rfind("brnpa-train: ", 0), 0u) << run.text;
    }

    std::string train(const std::string& recipe, const std::string& data) const {
        return "train " + recipe + " --data " + data + " --output " + folder_.file("out");
    }

    TemporaryFolder folder_;
    std::string recipe_;
};

TEST_F(CommandLine, UsageErrorsEndWithTwo) {
    EXPECT_EQ(runTrainer("").exitCode, 2);
    EXPECT_EQ(runTrainer("train").exitCode, 2);
    EXPECT_EQ(runTrainer("dance").exitCode, 2);
    EXPECT_EQ(runTrainer("evaluate x --data y --split sideways").exitCode, 2);
    EXPECT_EQ(runTrainer("evaluate x --data a --data b --data c --split all --split test").exitCode, 2);
    EXPECT_EQ(runTrainer("evaluate x --data a --strips s --strips-count 0").exitCode, 2);
    EXPECT_EQ(runTrainer("import x").exitCode, 2);
    EXPECT_EQ(runTrainer("--help").exitCode, 0);
}

TEST_F(CommandLine, BadInputEndsWithThreeAndOneSentence) {
    expectBadInput(train(recipe_, folder_.file("absent")), "absent");
    std::filesystem::create_directories(folder_.file("empty/bounding_box_train"));
    expectBadInput(train(recipe_, folder_.file("empty")), "holds no picture");
    expectBadInput(train(folder_.file("absent.json"), folder_.path()), "absent.json");
    expectBadInput(train(folder_.write("broken.json", "{"), folder_.path()), "is not JSON");
    expectBadInput(train(folder_.write("odd.json", R"({"name": "x", "colour": 1})"), folder_.path()),
                   "backbone.strides is missing");
    expectBadInput("evaluate " + recipe_ + " --data " + folder_.path(), "is not a checkpoint");
    expectBadInput("import " + folder_.file("absent.pt") + " --output " + folder_.file("w"), "absent.pt");
    expectBadInput("import " + recipe_ + " --output " + folder_.file("w"), "does not begin with a pickle");
    expectBadInput("export " + folder_.file("absent.pt") + " --output " + folder_.file("m"), "absent.pt");
    writeTinyMarket(folder_);
    expectBadInput(train(recipe_, folder_.path()) + " --weights " + recipe_, "does not begin with a pickle");
    EXPECT_FALSE(std::filesystem::exists(folder_.file("m")));
    EXPECT_FALSE(std::filesystem::exists(folder_.file("out/checkpoint.pt")));
}

TEST_F(CommandLine, AFolderThatCannotBeMadeEndsWithFour) {
    writeTinyMarket(folder_);
    const Outcome run = runTrainer("train " + recipe_ + " --data " + folder_.path() + " --output " + recipe_ + "/out");
    EXPECT_EQ(run.exitCode, 4) << run.text;
    EXPECT_NE(run.text.find("cannot make the folder"), std::string::npos) << run.text;
}

TEST_F(CommandLine, ImportedWeightsCanBeImportedAgain) {
    const std::string old = folder_.write("old.pt", pickle_bytes::legacyFile()), imported = folder_.file("new.pt");
    for (const auto& file : {old, imported}) {
        const Outcome run = runTrainer("import " + file + " --output " + imported);
        EXPECT_EQ(run.exitCode, 0) << run.text;
        EXPECT_NE(run.text.find("all         1               6"), std::string::npos) << run.text;
    }
    const Outcome run = runTrainer("import " + old + " --output " + folder_.file("absent/new.pt"));
    EXPECT_EQ(run.exitCode, 4) << run.text;
}

TEST_F(CommandLine, FromPicturesToAModelFolder) {
    writeTinyMarket(folder_);
    const Outcome training = runTrainer(train(recipe_, folder_.path()));
    ASSERT_EQ(training.exitCode, 0) << training.text;
    const Outcome exporting =
        runTrainer("export " + folder_.file("out/checkpoint.pt") + " --output " + folder_.file("model"));
    ASSERT_EQ(exporting.exitCode, 0) << exporting.text;
    EXPECT_TRUE(std::filesystem::exists(folder_.file("model/model.onnx")));

    // Checkpoint and folder measure alike; the second data set, all of it, is one that the model does not know.
    const TemporaryFolder stranger;
    writeTinyMarket(stranger);
    const std::string data = " --data " + folder_.path() + " --data " + stranger.path();
    const std::string json = " --json --strips " + folder_.file("strips") + " --strips-count 2";
    const auto measured = [&](const std::string& model) {
        const Outcome run = runTrainer("evaluate" + data + " " + folder_.file(model) + json, false);
        EXPECT_EQ(run.exitCode, 0) << run.text;
        return nlohmann::json::parse(run.text).at("evaluations");
    };
    const auto checkpoint = measured("out/checkpoint.pt"), model = measured("model");
    ASSERT_EQ(checkpoint.size(), 2u);
    EXPECT_EQ(checkpoint[0].at("people"), 2);
    EXPECT_EQ(checkpoint[1].at("people"), tinyPeople);
    EXPECT_EQ(checkpoint[1].at("data"), stranger.path());
    for (std::size_t i = 0; i < 2; ++i)
        for (const char* key : {"rank1", "mAP", "mAP_trapezoid", "mINP"})
            EXPECT_NEAR(checkpoint[i].at(key).get<double>(), model[i].at(key).get<double>(), 1e-3) << key;
    EXPECT_TRUE(std::filesystem::exists(folder_.file("strips/data-2")));
    const Outcome table =
        runTrainer("evaluate " + folder_.file("model") + " --rerank --split all --data " + folder_.path(), false);
    EXPECT_EQ(table.exitCode, 0) << table.text;
    EXPECT_NE(table.text.find("re-ranked"), std::string::npos) << table.text;
    std::filesystem::remove(folder_.file("model/recipe.json"));
    expectBadInput("evaluate " + folder_.file("model") + " --data " + folder_.path(), "give --split");

    const Outcome again = runTrainer(train(recipe_, folder_.path()));
    EXPECT_EQ(again.exitCode, 3) << "overwrote a checkpoint without being asked";
}

}  // namespace
}  // namespace brnpa::trainer
