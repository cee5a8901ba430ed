#include "json_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace reid {

namespace {

// Between them nlohmann writes no exponent.
constexpr double SMALLEST_PLAIN = 1e-4, LARGEST_PLAIN = 1e15;

}  // namespace

JsonText& JsonText::whole(int64_t value) {
    std::array<char, 24> digits{};
    return raw(
        {digits.data(),
         static_cast<size_t>(std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr - digits.data())});
}

JsonText& JsonText::number(double value) {
    if (!std::isfinite(value)) return null();
    const double size = std::abs(value);
    if (size != 0 && (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN)) return raw(nlohmann::json(value).dump());
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    const std::string_view written(digits.data(), static_cast<size_t>(end - digits.data()));
    raw(written);
    return written.find('.') == std::string_view::npos ? raw(".0") : *this;
}

JsonText& JsonText::string(const std::string& value) {
    return raw(nlohmann::json(value).dump());
}

}  // namespace reid
