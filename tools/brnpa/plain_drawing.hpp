#pragma once

#include <opencv2/core.hpp>
#include <string>

/// Text and colours of the pictures that the command writes for people to read.

constexpr double LARGE = 22, MEDIUM = 14, SMALL = 12;  // sizes of the font, pixels
inline const cv::Scalar INK(45, 40, 36), FAINT(128, 122, 116);

/// @return pixels.
int textWidth(const std::string& text, double size);

/// @param text UTF-8.
/// @param place of the text's base line, left. @param room in pixels, 0: any; what is longer ends in an ellipsis.
void drawText(cv::Mat& image, const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
              int room = 0);
