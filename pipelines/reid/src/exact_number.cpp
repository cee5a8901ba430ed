#include "exact_number.hpp"

#include <array>
#include <charconv>

namespace reid {

double exactNumber(float value) {
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    double number = 0;
    std::from_chars(text.data(), written.ptr, number);
    return number;
}

}  // namespace reid
