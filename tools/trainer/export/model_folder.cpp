#include "export/model_folder.hpp"

#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/partial_folder.hpp"
#include "data/batch_loader.hpp"
#include "data/data_set.hpp"
#include "data/reid_split.hpp"
#include "evaluation/evaluate.hpp"
#include "export/model_json.hpp"
#include "export/onnx_evaluator.hpp"
#include "export/onnx_export.hpp"
#include "export/opencv_check.hpp"
#include "export/output_difference.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t checkedPictures = 8;

//! Validation pictures spread over the whole split, or noise.
torch::Tensor checkImages(const Recipe& recipe, const std::string& data) {
    if (data.empty()) {
        torch::manual_seed(static_cast<std::uint64_t>(recipe.seed));
        return torch::randn({static_cast<std::int64_t>(checkedPictures), 3, recipe.input.height, recipe.input.width});
    }
    const auto all =
        splitByIdentity(readDataSet(data, "train").images, recipe.validation.every, recipe.validation.offset)
            .validation;
    if (all.empty()) throw InputError("the recipe's validation split of " + data + " is empty");
    const std::size_t count = std::min(checkedPictures, all.size());
    std::vector<ReidImage> picked;
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < count; ++i) {
        picked.push_back(all[i * all.size() / count]);
        indices.push_back(i);
    }
    return plainBatch(ImageStore(picked, recipe.input.width, recipe.input.height), indices, normalizationOf(recipe));
}

void checkStandardOps(const std::string& onnx, ReidNetwork& network, const torch::Tensor& images) {
    const torch::NoGradGuard noGrad;
    const auto expected = network->forward(images);
    const auto outputs = evaluateOnnx(onnx, images);
    const auto check = [&](const std::string& name, const torch::Tensor& reference) {
        outputDifference(outputs.at(name), reference, name + " in standard operators");
    };
    check(embeddingName, expected.embedding);
    check(mapsName, expected.maps);
    check(normsName, expected.norms);
}

}  // namespace

nlohmann::ordered_json modelJson(const ModelAccount& account) {
    const Recipe& recipe = account.recipe;
    const MapSize maps = mapSize(recipe);
    auto json = modelJsonHead(recipe.name, "reid", account.onnx, recipe.input);
    json["embedding"] = {{"output", embeddingName}, {"size", recipe.embeddingSize()}, {"metric", "cosine"}};
    json["saliency"] = {{"output", mapsName},
                        {"norm_output", normsName},
                        {"parts", recipe.head.numParts},
                        {"width", maps.width},
                        {"height", maps.height}};
    json["thresholds"] = nlohmann::ordered_json::array();
    json["measured"] = nlohmann::ordered_json::array();
    addModelJsonTail(json, recipe.card);
    for (const auto& evaluation : account.evaluations)
        json["measured"].push_back({{"dataset", evaluation.dataset},
                                    {"protocol", evaluation.protocol},
                                    {"rank1", evaluation.ranking.rank1},
                                    {"mAP", evaluation.ranking.meanAveragePrecision},
                                    {"mINP", evaluation.ranking.meanInverseNegativePenalty}});
    if (account.evaluations.empty()) return json;
    const Evaluation& home = account.evaluations.front();
    for (const auto& threshold : home.thresholds)
        json["thresholds"].push_back({{"false_accept_rate", threshold.falseAcceptRate},
                                      {"distance", threshold.distance},
                                      {"low", threshold.low},
                                      {"high", threshold.high},
                                      {"calibrated_on", home.dataset}});
    return json;
}

void exportModelFolder(const ExportOptions& options) {
    Checkpoint checkpoint = loadCheckpoint(options.checkpoint);
    const Recipe& recipe = checkpoint.recipe;
    ReidNetwork network = checkpoint.deployed();
    network->eval();
    const std::string onnx = exportOnnx(network, recipe);
    const auto images = checkImages(recipe, options.data.empty() ? "" : options.data.front());
    const OpencvCheck check = checkInOpencv(onnx, network, images);
    fmt::print(stderr, "cv::dnn of OpenCV {} agrees with LibTorch: largest difference {:.2g}\n", check.opencvVersion,
               check.embeddingError);
    const std::string standard = options.standardOps ? exportOnnx(network, recipe, Operators::Standard) : "";
    if (options.standardOps) checkStandardOps(standard, network, images);
    ModelAccount account{recipe, checkpoint.origin, checkpoint.position.epoch, onnx, {}};
    for (const auto& data : options.data) {
        const auto split = account.evaluations.empty() ? EvaluationSplit::Validation : EvaluationSplit::All;
        account.evaluations.push_back(evaluate(network, recipe, data, split));
    }

    const PartialFolder folder(options.output);
    folder.write("model.onnx", onnx);
    if (options.standardOps) folder.write("model-standard-ops.onnx", standard);
    folder.write("model.json", modelJson(account).dump(2) + "\n");
    folder.write("recipe.json", toJson(recipe).dump(2) + "\n");
    folder.write("MODEL_CARD.md", modelCard(account, check));
    folder.publish();
}

}  // namespace brnpa::trainer
