#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <limits>
#include <new>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif

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

//! Every step frees and allocates the same tensors; fetched anew from the system they cost a fifth of the time.
void keepFreedMemory() {
#ifdef __GLIBC__
    constexpr int everything = std::numeric_limits<int>::max();
    mallopt(M_MMAP_THRESHOLD, everything);
    mallopt(M_TRIM_THRESHOLD, everything);
#endif
}

int run(int argc, char** argv) {
    CLI::App app("Trains, evaluates and exports BR-NPA networks", "brnpa-train");
    app.require_subcommand(1);

    TrainOptions training;
    std::string recipePath;
    auto* trainCommand = app.add_subcommand("train", "Train a network");
    trainCommand->add_option("recipe", recipePath, "JSON file with the settings")->required();
    trainCommand
        ->add_option("--data", training.data, "Data set; several are trained on together, the first is validated on")
        ->required();
    trainCommand->add_option("--teacher", training.teacher, "Checkpoint of a network to learn from (distillation)");
    trainCommand->add_option("--device", training.device, "cpu or cuda")->capture_default_str();
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
    exportCommand->add_flag("--standard-ops", exporting.standardOps,
                            "Also write model-standard-ops.onnx, in plain ONNX operators for other runtimes");
    exportCommand->add_option("--output", exporting.output, "The model folder; an older one is replaced as a whole")
        ->required();

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
    } else {
        exportModelFolder(exporting);
    }
    return success;
}

}  // namespace

int main(int argc, char** argv) {
    keepFreedMemory();
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
