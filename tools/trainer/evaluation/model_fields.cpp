#include "evaluation/model_fields.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "common/errors.hpp"
#include "export/sha256.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int schemaVersion = 1;
constexpr double smallestStd = 1e-6;
constexpr double largestPixel = 255;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!fs::is_regular_file(path) || !file)
        throw InputError(
            fmt::format("there is no file {}: a model folder holds model.json and model.onnx", path.string()));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

ModelFields::ModelFields(const std::string& folder)
    : onnxPath_(fs::path(folder) / "model.onnx"),
      path_((fs::path(folder) / "model.json").string()),
      document_(nlohmann::json::parse(contentOf(path_), nullptr, /*allow_exceptions=*/false)) {
    if (document_.is_discarded()) throw InputError(path_ + " is not JSON");
    integer("schema_version", schemaVersion, schemaVersion);
}

int ModelFields::integer(const std::string& key, int lowest, int highest) const {
    const auto& value = at(key);
    if (!value.is_number_integer() || value < lowest || value > highest)
        refuse(key, lowest == highest ? std::to_string(lowest) : fmt::format("{} to {}", lowest, highest));
    return value.get<int>();
}

double ModelFields::number(const std::string& key, double lowest, double highest) const {
    const auto& value = at(key);
    if (!value.is_number() || value < lowest || value > highest)
        refuse(key, fmt::format("a number from {:g} to {:g}", lowest, highest));
    return value.get<double>();
}

std::string ModelFields::text(const std::string& key) const {
    const auto& value = at(key);
    if (!value.is_string() || value.get<std::string>().empty()) refuse(key, "a text");
    return value.get<std::string>();
}

std::string ModelFields::oneOf(const std::string& key, const std::string& first, const std::string& second) const {
    std::string value = text(key);
    if (value != first && value != second) refuse(key, first == second ? first : first + " or " + second);
    return value;
}

std::array<double, 3> ModelFields::mean() const {
    return threeNumbers("input.mean", 0, largestPixel);
}

std::array<double, 3> ModelFields::std() const {
    return threeNumbers("input.std", smallestStd, largestPixel);
}

std::array<double, 3> ModelFields::threeNumbers(const std::string& key, double lowest, double highest) const {
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

std::vector<int> ModelFields::integers(const std::string& key) const {
    const auto& value = at(key);
    std::vector<int> numbers;
    for (const auto& item : value.is_array() ? value : nlohmann::json::array())
        if (item.is_number_integer()) numbers.push_back(item.get<int>());
    if (!value.is_array() || numbers.size() != value.size()) refuse(key, "a list of whole numbers");
    return numbers;
}

std::string ModelFields::onnx() const {
    const std::string expected = text("sha256");
    std::string content = contentOf(onnxPath_);
    const std::string actual = sha256(content);
    if (actual != expected)
        throw InputError(fmt::format("the checksum of {} is {}, but model.json says {}: they do not belong together",
                                     onnxPath_.string(), actual, expected));
    return content;
}

const nlohmann::json& ModelFields::at(const std::string& key) const {
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

void ModelFields::refuse(const std::string& key, const std::string& accepted) const {
    // Bytes that are no UTF-8 are replaced: dump() would throw.
    const auto text = at(key).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    throw InputError(fmt::format("{} of {} is {}, accepted is {}", key, path_, text.substr(0, 60), accepted));
}

}  // namespace brnpa::trainer
