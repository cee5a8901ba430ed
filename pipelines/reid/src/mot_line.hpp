#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>
#include <ostream>
#include <string_view>

namespace reid {

/// The fields that detections, tracks and ground truth of MOTChallenge text have in common.
struct MotLine {
    int64_t frame;      ///< from 1
    int64_t id;         ///< of the trajectory; negative: none
    cv::Rect2d box;     ///< pixels, never empty
    double confidence;  ///< of ground truth a flag: 0 for a box that does not count
};

/// Reads frame, id, left, top, width, height and confidence, with commas between them and blanks where one likes;
/// fields behind them are not looked at.
/// @returns nothing when the line is not like that.
std::optional<MotLine> parseMotLine(std::string_view text);

/// Writes such a line, with three fields behind that say nothing: pixels with two decimals, the confidence with four.
/// The same whatever the program's locale is.
void writeMotLine(std::ostream& out, const MotLine& line);

}  // namespace reid
