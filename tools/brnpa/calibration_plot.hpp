#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "reid/calibration.hpp"

/// Histograms of the distances of the same and of different people, with the thresholds between them.
/// @param title UTF-8.
/// @returns CV_8UC3.
cv::Mat draw(const reid::Calibration& calibration, const std::string& title);
