#include "reid/model_folder.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "json_fields.hpp"
#include "reid/errors.hpp"
#include "sha256.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

constexpr int MODEL_SCHEMA_VERSION = 1;
constexpr double INFINITE = std::numeric_limits<double>::infinity();
constexpr double SMALLEST_STD = 1e-6;  // divides a pixel; the units are 0..255
constexpr double MAX_PIXEL = 255;

nlohmann::json parseFile(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw InputError("The file \"" + path + "\" cannot be opened; a readable file is needed.");
    nlohmann::json document = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
    if (document.is_discarded()) throw InputError("The file \"" + path + "\" is not JSON.");
    return document;
}

void requireFile(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) {
        throw InputError("The file \"" + path + "\" does not exist; a model folder holds model.onnx and model.json.");
    }
}

std::vector<Threshold> readThresholds(const JsonFields& root) {
    std::vector<Threshold> thresholds;
    for (const JsonFields& fields : root.objects("thresholds")) {
        thresholds.push_back({fields.number("false_accept_rate", 0, 1), fields.number("distance", 0, INFINITE),
                              fields.number("low", 0, INFINITE), fields.number("high", 0, INFINITE),
                              fields.text("calibrated_on")});
    }
    std::stable_sort(thresholds.begin(), thresholds.end(),
                     [](const Threshold& a, const Threshold& b) { return a.falseAcceptRate < b.falseAcceptRate; });
    return thresholds;
}

}  // namespace

ModelFolder ModelFolder::load(const std::string& directory) {
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored)) {
        throw InputError("The model folder \"" + directory +
                         "\" does not exist; a folder that holds model.onnx and model.json is needed.");
    }
    const std::string jsonPath = (fs::path(directory) / "model.json").string();
    requireFile(jsonPath);
    const nlohmann::json document = parseFile(jsonPath);
    const JsonFields root(document, jsonPath);
    if (root.positiveInteger("schema_version") != MODEL_SCHEMA_VERSION) {
        root.refuse("schema_version", std::to_string(MODEL_SCHEMA_VERSION));
    }

    ModelFolder folder;
    folder.directory = directory;
    folder.onnxPath = (fs::path(directory) / "model.onnx").string();
    folder.name = root.text("name");
    folder.task = root.oneOf("task", {"reid", "classify"});

    const JsonFields input = root.object("input");
    folder.inputSize = {input.positiveInteger("width"), input.positiveInteger("height")};
    folder.rgb = input.oneOf("channels", {"RGB", "BGR"}) == "RGB";
    folder.mean = input.threeNumbers("mean", 0, MAX_PIXEL);
    folder.std = input.threeNumbers("std", SMALLEST_STD, INFINITE);

    const JsonFields embedding = root.object("embedding");
    folder.embeddingOutput = embedding.text("output");
    folder.embeddingSize = embedding.positiveInteger("size");
    folder.metric = embedding.oneOf("metric", {"cosine", "euclidean"}) == "cosine" ? Metric::Cosine : Metric::Euclidean;

    const JsonFields saliency = root.object("saliency");
    folder.mapsOutput = saliency.text("output");
    folder.normsOutput = saliency.text("norm_output");
    folder.parts = saliency.positiveInteger("parts");
    folder.mapSize = {saliency.positiveInteger("width"), saliency.positiveInteger("height")};

    folder.thresholds = readThresholds(root);

    const std::string expected = root.text("sha256");
    requireFile(folder.onnxPath);
    const std::string actual = sha256OfFile(folder.onnxPath);
    if (actual != expected) {
        throw InputError("The checksum of \"" + folder.onnxPath + "\" is " + actual + ", but model.json says " +
                         expected + ": the two files do not belong together.");
    }
    folder.sha256 = actual;
    return folder;
}

double ModelFolder::acceptDistance(double falseAcceptRate) const {
    if (thresholds.empty()) {
        throw InputError("The model folder \"" + directory +
                         "\" has no thresholds; give the accept distance yourself.");
    }
    const auto nearest = std::min_element(
        thresholds.begin(), thresholds.end(), [falseAcceptRate](const Threshold& a, const Threshold& b) {
            // Rates span decades: 1e-4 is nearer to 1e-3 than 1e-2 is, by ratio. A rate of 0 counts as the smallest.
            const auto away = [](double rate, double wanted) {
                constexpr double smallest = 1e-12;
                return std::abs(std::log(std::max(rate, smallest)) - std::log(std::max(wanted, smallest)));
            };
            return away(a.falseAcceptRate, falseAcceptRate) < away(b.falseAcceptRate, falseAcceptRate);
        });
    return nearest->distance;
}

}  // namespace reid
