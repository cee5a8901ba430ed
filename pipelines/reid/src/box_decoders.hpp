#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "reid/detector.hpp"

namespace reid {

/// What a decoder must know beside the output itself.
struct DecodeSettings {
    cv::Size input;            ///< of the network, pixels
    std::vector<int> strides;  ///< of YOLOX only, pixels of the input from cell to cell
    int personClass;           ///< index of the class that is a person; for SSD its label, which counts from 1
    float minScore;            ///< weaker boxes are left out, 0..1
};

// One decoder a family, each in its own file. All take one output of one picture, CV_32F, in the shape that
// DetectorFamily tells, and return the boxes of people in pixels of the input, without suppression and in any order. A
// box counts only where a person is the likeliest class; one that is not finite or has no area does not count.

std::vector<Detection> decodeYolox(const cv::Mat& output, const DecodeSettings& settings);
std::vector<Detection> decodeYolov5(const cv::Mat& output, const DecodeSettings& settings);
std::vector<Detection> decodeYolov8(const cv::Mat& output, const DecodeSettings& settings);
std::vector<Detection> decodeSsd(const cv::Mat& output, const DecodeSettings& settings);
std::vector<Detection> decodeDarknet(const cv::Mat& output, const DecodeSettings& settings);

/// The score of a person among class scores that lie so many floats apart; 0 where another class has more.
float personScore(const float* scores, int classes, int personClass, int step = 1);

/// Adds the box around a center, in pixels of the input, if it is finite and has an area.
void addBox(std::vector<Detection>& detections, double centerX, double centerY, double width, double height,
            float score);

}  // namespace reid
