#include "reid/input_size.hpp"

#include <cstdio>
#include <sstream>

namespace reid {

namespace {

constexpr int LARGEST_SIDE = 8192;  // pixels

}  // namespace

std::optional<cv::Size> parseInputSize(const std::string& text) {
    std::istringstream stream(text);
    cv::Size size;
    char cross = 0;
    const bool whole = (stream >> size.width >> cross >> size.height) && stream.peek() == EOF;
    const auto good = [](int side) { return side >= 1 && side <= LARGEST_SIDE; };
    if (!whole || cross != 'x' || !good(size.width) || !good(size.height)) return std::nullopt;
    return size;
}

}  // namespace reid
