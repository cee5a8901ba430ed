#include "evaluation/model_description.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "common/errors.hpp"
#include "export/sha256.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int schemaVersion = 1;
constexpr int largestSize = 1 << 16;  // of pictures, embeddings and maps: more is a mistake
constexpr double smallestStd = 1e-6;
constexpr double largestPixel = 255;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!fs::is_regular_file(path) || !file)
        throw InputError(
            fmt::format("there is no file {}: a model folder holds model.json and model.onnx", path.string()));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

//! Keys of model.json; what does not fit is refused in a sentence that names file, key and value.
class Fields {
  public:
    Fields(nlohmann::json document, std::string path) : document_(std::move(document)), path_(std::move(path)) {}

    //! @param key as in "input.width".
    int integer(const std::string& key, int lowest, int highest) const {
        const auto& value = at(key);
        if (!value.is_number_integer() || value < lowest || value > highest)
            refuse(key, lowest == highest ? std::to_string(lowest) : fmt::format("{} to {}", lowest, highest));
        return value.get<int>();
    }

    std::string text(const std::string& key) const {
        const auto& value = at(key);
        if (!value.is_string() || value.get<std::string>().empty()) refuse(key, "a text");
        return value.get<std::string>();
    }

    std::string oneOf(const std::string& key, const std::string& first, const std::string& second) const {
        std::string value = text(key);
        if (value != first && value != second) refuse(key, first == second ? first : first + " or " + second);
        return value;
    }

    std::array<double, 3> threeNumbers(const std::string& key, double lowest, double highest) const {
        const auto& value = at(key);
        std::array<double, 3> numbers{};
        bool fits = value.is_array() && value.size() == numbers.size();
        for (std::size_t i = 0; fits && i < numbers.size(); ++i) {
            fits = value[i].is_number() && value[i] >= lowest && value[i] <= highest;
            if (fits) numbers[i] = value[i].get<double>();
        }
        if (!fits) refuse(key, fmt::format("three numbers of {:g} to {:g}", lowest, highest));
        return numbers;
    }

  private:
    const nlohmann::json& at(const std::string& key) const {
        const nlohmann::json* value = &document_;
        for (std::size_t begin = 0; begin <= key.size();) {
            const std::size_t end = std::min(key.find('.', begin), key.size());
            const std::string name = key.substr(begin, end - begin);
            if (!value->is_object() || !value->contains(name))
                throw InputError(fmt::format("{} has no key {}", path_, key));
            value = &value->at(name);
            begin = end + 1;
        }
        return *value;
    }

    [[noreturn]] void refuse(const std::string& key, const std::string& accepted) const {
        // Bytes that are no UTF-8 are replaced: dump() would throw.
        const auto text = at(key).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        throw InputError(fmt::format("{} of {} is {}, accepted is {}", key, path_, text.substr(0, 60), accepted));
    }

    nlohmann::json document_;
    std::string path_;
};

}  // namespace

ModelDescription readModelFolder(const std::string& folder) {
    const fs::path jsonPath = fs::path(folder) / "model.json", onnxPath = fs::path(folder) / "model.onnx";
    auto document = nlohmann::json::parse(contentOf(jsonPath), nullptr, /*allow_exceptions=*/false);
    if (document.is_discarded()) throw InputError(jsonPath.string() + " is not JSON");
    const Fields fields(std::move(document), jsonPath.string());
    fields.integer("schema_version", schemaVersion, schemaVersion);
    fields.oneOf("task", "reid", "reid");

    ModelDescription description;
    auto& model = description.model;
    model.name = fields.text("name");
    model.width = fields.integer("input.width", 1, largestSize);
    model.height = fields.integer("input.height", 1, largestSize);
    model.rgb = fields.oneOf("input.channels", "RGB", "BGR") == "RGB";
    model.mean = fields.threeNumbers("input.mean", 0, largestPixel);
    model.std = fields.threeNumbers("input.std", smallestStd, largestPixel);
    model.embeddingSize = fields.integer("embedding.size", 1, largestSize);
    model.metric =
        fields.oneOf("embedding.metric", "cosine", "euclidean") == "cosine" ? Metric::Cosine : Metric::Euclidean;
    description.embeddingOutput = fields.text("embedding.output");
    description.mapsOutput = fields.text("saliency.output");
    description.normsOutput = fields.text("saliency.norm_output");
    description.parts = fields.integer("saliency.parts", 1, largestSize);
    description.mapWidth = fields.integer("saliency.width", 1, largestSize);
    description.mapHeight = fields.integer("saliency.height", 1, largestSize);

    const std::string expected = fields.text("sha256");
    description.onnx = contentOf(onnxPath);
    const std::string actual = sha256(description.onnx);
    if (actual != expected)
        throw InputError(fmt::format("the checksum of {} is {}, but model.json says {}: they do not belong together",
                                     onnxPath.string(), actual, expected));
    return description;
}

}  // namespace brnpa::trainer
