#pragma once

#include <fmt/format.h>

#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "common/errors.hpp"

namespace brnpa::trainer {

/** Reads one JSON object of a recipe. Remembers which keys were asked for, so that a misspelt one is an error and not
silence. An absent key leaves the target as it is. */
class SettingsReader {
  public:
    using json = nlohmann::json;
    static constexpr double unlimited = std::numeric_limits<double>::max();

    /** @param where the object's place, ending in a dot; empty: the top.
        @param what names the recipe in messages. */
    SettingsReader(const json& object, std::string where, std::string what)
        : object_(object), where_(std::move(where)), what_(std::move(what)) {
        if (object_.is_object()) return;
        fail((where_.empty() ? "its content" : where_.substr(0, where_.size() - 1)) + " is not a JSON object");
    }

    //! An absent section is an empty one: the defaults hold.
    SettingsReader section(const std::string& key) {
        static const json empty = json::object();
        known_.insert(key);
        const auto found = object_.find(key);
        return {found == object_.end() ? empty : *found, where_ + key + ".", what_};
    }

    void number(const std::string& key, double& target, double low, double high) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_number()) fail(fmt::format("{}{} is {}, not a number", where_, key, value->dump()));
        const double number = value->get<double>();
        if (!(number >= low && number <= high)) outOfRange(key, *value, low, high);
        target = number;
    }

    void integer(const std::string& key, int& target, int low, int high) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_number_integer())
            fail(fmt::format("{}{} is {}, not a whole number", where_, key, value->dump()));
        const auto number = value->get<std::int64_t>();
        if (number < low || number > high) outOfRange(key, *value, low, high);
        target = static_cast<int>(number);
    }

    void text(const std::string& key, std::string& target, const std::set<std::string>& accepted) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_string()) fail(fmt::format("{}{} is {}, not a text", where_, key, value->dump()));
        target = value->get<std::string>();
        if (accepted.empty() || accepted.count(target) > 0) return;
        std::string list;
        for (const auto& word : accepted)
            list += (list.empty() ? "" : " or ") + word;
        fail(fmt::format("{}{} is \"{}\", not {}", where_, key, target, list));
    }

    void colors(const std::string& key, std::array<double, 3>& target, double low) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_array() || value->size() != 3)
            fail(fmt::format("{}{} is not a list of three numbers", where_, key));
        for (std::size_t i = 0; i < 3; ++i) {
            if (!value->at(i).is_number() || value->at(i).get<double>() < low || value->at(i).get<double>() > 255)
                fail(fmt::format("{}{} holds {}, not a number from {} to 255", where_, key, value->at(i).dump(), low));
            target[i] = value->at(i).get<double>();
        }
    }

    void flag(const std::string& key, bool& target) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_boolean()) fail(fmt::format("{}{} is {}, not true or false", where_, key, value->dump()));
        target = value->get<bool>();
    }

    void integers(const std::string& key, std::vector<int>& target, bool required) {
        const json* value = find(key);
        if (value == nullptr && required) fail(fmt::format("{}{} is missing", where_, key));
        if (value != nullptr) target = integersOf(key, *value);
    }

    void lists(const std::string& key, std::vector<std::vector<int>>& target) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_array()) fail(fmt::format("{}{} is not a list of lists", where_, key));
        target.clear();
        for (const auto& list : *value)
            target.push_back(integersOf(key, list));
    }

    void finish() const {
        for (const auto& item : object_.items())
            if (known_.count(item.key()) == 0)
                fail(fmt::format("{}{} is no setting of this program", where_, item.key()));
    }

    [[noreturn]] void fail(const std::string& why) const {
        throw InputError(fmt::format("the recipe {}: {}", what_, why));
    }

  private:
    const json* find(const std::string& key) {
        known_.insert(key);
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }

    std::vector<int> integersOf(const std::string& key, const json& list) const {
        if (!list.is_array()) fail(fmt::format("{}{} is not a list", where_, key));
        std::vector<int> numbers;
        for (const auto& item : list) {
            if (!item.is_number_integer())
                fail(fmt::format("{}{} holds {}, not a whole number", where_, key, item.dump()));
            numbers.push_back(item.get<int>());
        }
        return numbers;
    }

    [[noreturn]] void outOfRange(const std::string& key, const json& value, double low, double high) const {
        const std::string range =
            high >= unlimited ? fmt::format("{} or more", low) : fmt::format("{} to {}", low, high);
        fail(fmt::format("{}{} is {}, accepted is {}", where_, key, value.dump(), range));
    }

    const json& object_;
    std::string where_, what_;
    std::set<std::string> known_;
};

}  // namespace brnpa::trainer
