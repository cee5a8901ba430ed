#pragma once

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! Keys of a model folder's model.json; what does not fit is refused in a sentence that names file, key and value.
class ModelFields {
  public:
    /** @param folder whose model.json is read.
        @throws InputError where it is missing or not JSON, or has another schema_version. */
    explicit ModelFields(const std::string& folder);

    //! Keys are given as in "input.width". All throw InputError.
    int integer(const std::string& key, int lowest, int highest) const;
    double number(const std::string& key, double lowest, double highest) const;
    std::string text(const std::string& key) const;
    std::string oneOf(const std::string& key, const std::string& first, const std::string& second) const;
    //! "input.mean" and "input.std", of R, G, B in 0..255.
    std::array<double, 3> mean() const;
    std::array<double, 3> std() const;
    std::vector<int> integers(const std::string& key) const;

    //! The content of model.onnx, whose checksum is the one that model.json names. @throws InputError otherwise.
    std::string onnx() const;

  private:
    std::array<double, 3> threeNumbers(const std::string& key, double lowest, double highest) const;
    const nlohmann::json& at(const std::string& key) const;
    [[noreturn]] void refuse(const std::string& key, const std::string& accepted) const;

    std::filesystem::path onnxPath_;
    std::string path_;
    nlohmann::json document_;
};

}  // namespace brnpa::trainer
