#include "json_fields.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "reid/errors.hpp"

namespace reid {

namespace {

constexpr size_t LONGEST_QUOTE = 60;  // characters of an offending value that a sentence repeats

std::string quote(const nlohmann::json& value) {
    // Bytes that are no UTF-8 are replaced: dump() would throw, and a terminal could not show them.
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > LONGEST_QUOTE) text = text.substr(0, LONGEST_QUOTE) + "...";
    return text;
}

bool isWithin(const nlohmann::json& value, double lowest, double highest) {
    if (!value.is_number()) return false;
    const double number = value.get<double>();
    return std::isfinite(number) && number >= lowest && number <= highest;
}

bool isPositiveInteger(const nlohmann::json& value) {
    return value.is_number_integer() && isWithin(value, 1, std::numeric_limits<int>::max());
}

std::string rangeText(double lowest, double highest) {
    return std::isinf(highest) ? cv::format("%g or more", lowest) : cv::format("%g to %g", lowest, highest);
}

}  // namespace

JsonFields::JsonFields(const nlohmann::json& value, std::string where, std::string prefix)
    : value_(value), where_(std::move(where)), prefix_(std::move(prefix)) {
    if (value_.is_object()) return;
    const std::string what = prefix_.empty() ? "" : "the key \"" + prefix_.substr(0, prefix_.size() - 1) + "\" of ";
    throw InputError("In " + what + "\"" + where_ + "\" a JSON object is needed, not " + quote(value_) + ".");
}

const nlohmann::json& JsonFields::at(const std::string& key) const {
    const auto found = value_.find(key);
    if (found == value_.end()) throw InputError("The key \"" + prefix_ + key + "\" is missing in \"" + where_ + "\".");
    return *found;
}

void JsonFields::refuse(const std::string& key, const std::string& accepted) const {
    throw InputError("The key \"" + prefix_ + key + "\" of \"" + where_ + "\" is " + quote(at(key)) + "; " + accepted +
                     " is needed.");
}

JsonFields JsonFields::object(const std::string& key) const {
    return JsonFields(at(key), where_, prefix_ + key + ".");
}

std::vector<JsonFields> JsonFields::objects(const std::string& key) const {
    const nlohmann::json& array = at(key);
    if (!array.is_array()) refuse(key, "an array of objects");
    std::vector<JsonFields> fields;
    for (size_t i = 0; i < array.size(); ++i) {
        fields.emplace_back(array[i], where_, prefix_ + key + "[" + std::to_string(i) + "].");
    }
    return fields;
}

std::string JsonFields::text(const std::string& key) const {
    const nlohmann::json& value = at(key);
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) refuse(key, "a text");
    return value.get<std::string>();
}

std::string JsonFields::textOrEmpty(const std::string& key) const {
    const nlohmann::json& value = at(key);
    if (!value.is_string()) refuse(key, "a text, which may be empty,");
    return value.get<std::string>();
}

std::string JsonFields::oneOf(const std::string& key, const std::vector<std::string>& accepted) const {
    const nlohmann::json& value = at(key);
    std::string choices;
    for (const std::string& choice : accepted) {
        if (value == choice) return choice;
        choices += (choices.empty() ? "\"" : " or \"") + choice + "\"";
    }
    refuse(key, choices);
}

std::vector<std::string> JsonFields::texts(const std::string& key) const {
    const nlohmann::json& array = at(key);
    const auto isText = [](const nlohmann::json& value) { return value.is_string(); };
    if (!array.is_array() || array.empty() || !std::all_of(array.begin(), array.end(), isText)) {
        refuse(key, "an array of texts");
    }
    return array.get<std::vector<std::string>>();
}

int JsonFields::positiveInteger(const std::string& key) const {
    const nlohmann::json& value = at(key);
    if (!isPositiveInteger(value)) refuse(key, "an integer, 1 or more,");
    return value.get<int>();
}

std::vector<int> JsonFields::positiveIntegers(const std::string& key) const {
    const nlohmann::json& array = at(key);
    if (!array.is_array() || array.empty() || !std::all_of(array.begin(), array.end(), isPositiveInteger)) {
        refuse(key, "an array of integers, 1 or more,");
    }
    return array.get<std::vector<int>>();
}

double JsonFields::number(const std::string& key, double lowest, double highest) const {
    const nlohmann::json& value = at(key);
    if (!isWithin(value, lowest, highest)) refuse(key, "a number, " + rangeText(lowest, highest) + ",");
    return value.get<double>();
}

cv::Scalar JsonFields::threeNumbers(const std::string& key, double lowest, double highest) const {
    const nlohmann::json& value = at(key);
    bool good = value.is_array() && value.size() == 3;
    cv::Scalar numbers;
    for (int i = 0; good && i < 3; ++i) {
        good = isWithin(value[i], lowest, highest);
        if (good) numbers[i] = value[i].get<double>();
    }
    if (!good) refuse(key, "an array of three numbers, " + rangeText(lowest, highest) + ",");
    return numbers;
}

}  // namespace reid
