#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace reid {

/// Writes JSON behind what a text holds already, as nlohmann's dump() would, without a value in between: where there
/// are many lines the memory of one is that of all.
class JsonText {
  public:
    explicit JsonText(std::string& text) : text_(text) {}

    JsonText& raw(std::string_view characters) {
        text_ += characters;
        return *this;
    }
    /// @param name without characters that JSON escapes. A comma comes before it, unless it is the first one.
    JsonText& key(std::string_view name) {
        if (text_.back() != '{') text_ += ',';
        text_ += '"';
        text_ += name;
        text_ += "\":";
        return *this;
    }
    JsonText& whole(int64_t value);
    /// The fewest digits that are read as the same number, which nlohmann misses once in a thousand times; what is no
    /// number is null.
    JsonText& number(double value);
    JsonText& flag(bool value) { return raw(value ? "true" : "false"); }
    JsonText& null() { return raw("null"); }
    /// @throws nlohmann::json::exception for what is not UTF-8.
    JsonText& string(const std::string& value);

  private:
    std::string& text_;
};

}  // namespace reid
