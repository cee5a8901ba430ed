#pragma once

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// Reads the keys of one JSON object and refuses, in one sentence that names file, key and value, what does not fit.
class JsonFields {
  public:
    /// @param where the file, for the sentences. @param prefix of the keys there, for example "input.".
    /// @throws InputError when value is not an object.
    JsonFields(const nlohmann::json& value, std::string where, std::string prefix = "");

    JsonFields object(const std::string& key) const;
    std::vector<JsonFields> objects(const std::string& key) const;  ///< an array of objects, which may be empty
    std::string text(const std::string& key) const;
    std::string textOrEmpty(const std::string& key) const;
    bool has(const std::string& key) const { return value_.contains(key); }
    bool isNull(const std::string& key) const { return at(key).is_null(); }
    std::string oneOf(const std::string& key, const std::vector<std::string>& accepted) const;
    std::vector<std::string> texts(const std::string& key) const;  ///< an array of one text or more
    int positiveInteger(const std::string& key) const;
    std::vector<int> positiveIntegers(const std::string& key) const;  ///< an array of one integer or more
    double number(const std::string& key, double lowest, double highest) const;
    cv::Scalar threeNumbers(const std::string& key, double lowest, double highest) const;

    [[noreturn]] void refuse(const std::string& key, const std::string& accepted) const;

  private:
    const nlohmann::json& at(const std::string& key) const;

    const nlohmann::json& value_;
    std::string where_, prefix_;
};

}  // namespace reid
