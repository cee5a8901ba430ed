#include "mot_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iomanip>

namespace reid {

namespace {

constexpr double LARGEST_COUNT = 1e15;     // more frames and ids than any video has, and exact as a double
constexpr double LARGEST_IN_PIXELS = 1e6;  // also of a confidence
constexpr std::string_view BLANKS = " \t\r";

/// NaN when the field is not a number.
double numberIn(std::string_view field) {
    const size_t first = field.find_first_not_of(BLANKS);
    if (first == std::string_view::npos) return NAN;
    const char* const end = field.data() + field.find_last_not_of(BLANKS) + 1;
    double value = NAN;
    const auto [rest, error] = std::from_chars(field.data() + first, end, value);
    return error == std::errc() && rest == end ? value : NAN;
}

bool isWhole(double value) {
    return std::abs(value) <= LARGEST_COUNT && value == std::floor(value);
}

}  // namespace

std::optional<MotLine> parseMotLine(std::string_view text) {
    std::array<double, 7> values{};
    for (double& value : values) {
        const size_t comma = text.find(',');
        value = numberIn(text.substr(0, comma));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    const auto [frame, id, left, top, width, height, confidence] = values;
    const bool good = isWhole(frame) && frame >= 1 && isWhole(id) && width > 0 && height > 0 &&
                      std::all_of(values.begin() + 2, values.end(),
                                  [](double value) { return std::abs(value) <= LARGEST_IN_PIXELS; });
    if (!good) return std::nullopt;
    return MotLine{static_cast<int64_t>(frame), static_cast<int64_t>(id), {left, top, width, height}, confidence};
}

void writeMotLine(std::ostream& out, const MotLine& line) {
    // Not by printf(), which writes a comma into a number where the locale has one.
    out << line.frame << ',' << line.id << ',' << std::fixed << std::setprecision(2) << line.box.x << ',' << line.box.y
        << ',' << line.box.width << ',' << line.box.height << ',' << std::setprecision(4) << line.confidence
        << ",-1,-1,-1\n";
}

}  // namespace reid
