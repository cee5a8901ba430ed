#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace brnpa::trainer {

/** Writes what SettingsReader reads, by the same calls: every setting with its value, defaults included. */
class SettingsWriter {
  public:
    using json = nlohmann::ordered_json;

    explicit SettingsWriter(json& object) : object_(object) {}

    SettingsWriter section(const std::string& key) { return SettingsWriter(object_[key]); }
    void number(const std::string& key, const double& value, double, double) { object_[key] = value; }
    void integer(const std::string& key, const int& value, int, int) { object_[key] = value; }
    void flag(const std::string& key, const bool& value) { object_[key] = value; }
    void text(const std::string& key, const std::string& value, const std::set<std::string>&) { object_[key] = value; }
    void colors(const std::string& key, const std::array<double, 3>& value, double) { object_[key] = value; }
    void integers(const std::string& key, const std::vector<int>& value, bool) { object_[key] = value; }
    void lists(const std::string& key, const std::vector<std::vector<int>>& value) { object_[key] = value; }
    void finish() const {}

  private:
    json& object_;
};

}  // namespace brnpa::trainer
