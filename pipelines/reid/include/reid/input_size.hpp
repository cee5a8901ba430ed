#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>

namespace reid {

/// Width and height of a network's input from a text such as "416x320", pixels.
/// @returns nothing where it is no such text, or a side is not in 1..8192.
std::optional<cv::Size> parseInputSize(const std::string& text);

}  // namespace reid
