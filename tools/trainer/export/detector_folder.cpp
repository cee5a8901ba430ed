#include "export/detector_folder.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <filesystem>

#include "common/partial_folder.hpp"
#include "common/single_thread.hpp"
#include "evaluation/network_detector.hpp"
#include "evaluation/opencv_detector.hpp"
#include "export/detector_onnx.hpp"
#include "export/output_difference.hpp"
#include "export/processor_time.hpp"
#include "tasks/detection_checkpoint.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t checkedPictures = 8;
constexpr int otherSize = 64;  // pixels that the second size of the input has more in height and less in width

//! Pictures spread over the split, or noise.
std::vector<cv::Mat> checkPictures(const PersonPictures* pictures, const DetectionRecipe& recipe) {
    std::vector<cv::Mat> chosen;
    if (pictures == nullptr) {
        cv::Mat noise(recipe.input.height, recipe.input.width, CV_8UC3);
        cv::RNG(static_cast<std::uint64_t>(recipe.seed)).fill(noise, cv::RNG::UNIFORM, 0, 256);
        return {noise};
    }
    const std::size_t count = std::min(checkedPictures, pictures->samples.size());
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(pictures->samples[i * pictures->samples.size() / count].picture);
    return chosen;
}

torch::Tensor tensorOf(const cv::Mat& rows) {
    return torch::from_blob(rows.data, {rows.rows, rows.cols}, torch::kFloat32);
}

DetectorCheck check(Detector& exported, Detector& network, const std::vector<cv::Mat>& pictures) {
    DetectorCheck result;
    result.opencvVersion = CV_VERSION;
    const auto& description = network.description();
    const cv::Size other(std::max(description.input.width - otherSize, otherSize),
                         description.input.height + otherSize);
    for (const cv::Size size : {description.input, other})
        for (const auto& picture : pictures) {
            const cv::Mat blob = detectorBlob(picture, size, description);
            const cv::Mat got = exported.run(blob), expected = network.run(blob);
            result.error = std::max(result.error, outputDifference(tensorOf(got), tensorOf(expected), detectionsName));
        }
    const SingleThread oneThread;
    const cv::Mat blob = detectorBlob(pictures.front(), description.input, description);
    result.milliseconds = 1e3 * medianProcessorTime([&] { exported.run(blob); });
    return result;
}

}  // namespace

void exportDetectorFolder(const ExportDetectorOptions& options) {
    DetectionCheckpoint checkpoint = loadDetectionCheckpoint(options.checkpoint);
    const DetectionRecipe& recipe = checkpoint.recipe;
    NetworkDetector network(checkpoint.deployed(), recipe);
    const std::string onnx = exportDetectorOnnx(checkpoint.deployed(), recipe.name);
    OpencvDetector exported(onnx, network.description(), "the exported model");
    std::optional<PersonPictures> pictures;
    if (!options.data.empty()) pictures = openPersonPictures(options.data, PersonSplit::Validation);
    const DetectorCheck checked = check(exported, network, checkPictures(pictures ? &*pictures : nullptr, recipe));
    fmt::print(stderr, "cv::dnn of OpenCV {} agrees with LibTorch: largest difference {:.2g}\n", checked.opencvVersion,
               checked.error);
    DetectorAccount account{recipe, checkpoint.origin, checkpoint.position.epoch, onnx, {}};
    if (pictures) {
        account.evaluation = evaluateDetector(exported, *pictures, network.description().input);
        account.evaluation->dataset = std::filesystem::path(options.data).lexically_normal().filename().string() +
                                      ", pictures that the training did not see";
    }

    const PartialFolder folder(options.output);
    folder.write("model.onnx", onnx);
    folder.write("model.json", detectorJson(account).dump(2) + "\n");
    folder.write("recipe.json", toJson(recipe).dump(2) + "\n");
    folder.write("MODEL_CARD.md", detectorCard(account, checked));
    folder.publish();
}

}  // namespace brnpa::trainer
