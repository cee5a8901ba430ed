#pragma once

#include <limits>
#include <opencv2/imgproc.hpp>
#include <string>

/// Text and colours of the pictures that the command writes for people to read.

constexpr int FONT = cv::FONT_HERSHEY_SIMPLEX;
constexpr double LARGE = 0.8, MEDIUM = 0.52, SMALL = 0.42;  // scales of the font
inline const cv::Scalar INK(45, 40, 36), FAINT(128, 122, 116);

/// @return pixels.
int textWidth(const std::string& text, double scale);

/// What the font does not have is drawn as "?".
/// @param place of the text's base line, left. @param room in pixels; what is longer ends in dots.
void drawText(cv::Mat& image, const std::string& text, const cv::Point& place, double scale, const cv::Scalar& color,
              int room = std::numeric_limits<int>::max());
