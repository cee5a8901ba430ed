#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "temporary_folder.hpp"

/// Two networks made for a test, whose outputs can be computed by hand, and scenes that suit them.

constexpr int SCENE_WIDTH = 320, SCENE_HEIGHT = 256;

/// A square of one color, SQUARE pixels wide, in front of black. The detector sees its red: the box of a person is one
/// square wide and two high about the center of the cell that the square fills.
struct Square {
    cv::Point corner;
    cv::Scalar color;  ///< B, G, R
};
constexpr int SQUARE = 16;  // pixels

/// @returns CV_8UC3.
cv::Mat sceneOf(const std::vector<Square>& squares, cv::Size size = {SCENE_WIDTH, SCENE_HEIGHT});

/// A model folder of the task "detect" (GridNetwork).
void writeDetector(const TemporaryFolder& folder);

/// A model folder of the task "reid" (TinyNetwork).
/// @param remark in the file of the network, at most 127 bytes: the same network, and another file.
void writeReidModel(const TemporaryFolder& folder, const std::string& remark = "");
