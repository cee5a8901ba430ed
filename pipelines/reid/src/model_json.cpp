#include "model_json.hpp"

#include <filesystem>
#include <fstream>
#include <limits>

#include "reid/errors.hpp"
#include "sha256.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

constexpr int MODEL_SCHEMA_VERSION = 1;
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

}  // namespace

std::string modelJsonPath(const std::string& directory) {
    return (fs::path(directory) / "model.json").string();
}

nlohmann::json readModelJson(const std::string& directory) {
    std::error_code ignored;
    if (!fs::is_directory(directory, ignored)) {
        throw InputError("The model folder \"" + directory +
                         "\" does not exist; a folder that holds model.onnx and model.json is needed.");
    }
    const std::string path = modelJsonPath(directory);
    requireFile(path);
    nlohmann::json document = parseFile(path);
    const JsonFields root(document, path);
    if (root.positiveInteger("schema_version") != MODEL_SCHEMA_VERSION) {
        root.refuse("schema_version", std::to_string(MODEL_SCHEMA_VERSION));
    }
    return document;
}

ModelInput readModelInput(const JsonFields& root) {
    const JsonFields input = root.object("input");
    return {{input.positiveInteger("width"), input.positiveInteger("height")},
            input.oneOf("channels", {"RGB", "BGR"}) == "RGB",
            input.threeNumbers("mean", 0, MAX_PIXEL),
            input.threeNumbers("std", SMALLEST_STD, std::numeric_limits<double>::infinity())};
}

std::string checkedOnnxPath(const std::string& directory, const JsonFields& root) {
    const std::string path = (fs::path(directory) / "model.onnx").string();
    const std::string expected = root.text("sha256");
    requireFile(path);
    const std::string actual = sha256OfFile(path);
    if (actual != expected) {
        throw InputError("The checksum of \"" + path + "\" is " + actual + ", but model.json says " + expected +
                         ": the two files do not belong together.");
    }
    return path;
}

}  // namespace reid
