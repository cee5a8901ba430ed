#include "evaluation/evaluate_detector_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "common/errors.hpp"
#include "evaluation/detector_evaluation.hpp"
#include "evaluation/network_detector.hpp"
#include "evaluation/opencv_detector.hpp"
#include "tasks/checkpoint_task.hpp"
#include "tasks/detection_checkpoint.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int largestSide = 4096;

std::unique_ptr<Detector> openDetector(const std::string& path) {
    if (fs::is_directory(path)) return std::make_unique<OpencvDetector>(openDetectorFolder(path));
    const DetectionCheckpoint checkpoint = loadDetectionCheckpoint(path);
    return std::make_unique<NetworkDetector>(checkpoint.deployed(), checkpoint.recipe);
}

}  // namespace

std::optional<cv::Size> inputSizeOf(const std::string& text) {
    cv::Size size;
    int read = 0;
    if (std::sscanf(text.c_str(), "%dx%d%n", &size.width, &size.height, &read) != 2 ||
        read != static_cast<int>(text.size()))
        return {};
    const int coarsest = detectionStrides.back();
    for (const int side : {size.width, size.height})
        if (side < coarsest || side > largestSide || side % coarsest != 0) return {};
    return size;
}

std::string modelTask(const std::string& path) {
    if (!fs::exists(path)) throw InputError("there is no checkpoint or model folder " + path);
    return fs::is_directory(path) ? modelFolderTask(path) : checkpointTask(path);
}

void runEvaluateDetector(const EvaluateDetectorCommand& command) {
    const auto detector = openDetector(command.model);
    const auto& description = detector->description();
    const cv::Size input = command.inputSize.value_or(description.input);
    // All are read before the first is measured: a mistake in the last path should not cost the time for the others.
    std::vector<PersonPictures> sets;
    for (const auto& data : command.data)
        sets.push_back(openPersonPictures(data, command.split));
    nlohmann::ordered_json json{{"model", description.name}, {"evaluations", nlohmann::ordered_json::array()}};
    for (std::size_t i = 0; i < sets.size(); ++i) {
        DetectionEvaluation evaluation = evaluateDetector(*detector, sets[i], input);
        evaluation.dataset = command.data[i];
        if (command.json)
            json["evaluations"].push_back(toJson(evaluation));
        else
            std::fputs((toTable(evaluation) + "\n").c_str(), stdout);
    }
    if (command.json) std::puts(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace brnpa::trainer
