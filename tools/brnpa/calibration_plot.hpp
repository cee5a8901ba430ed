#pragma once

#include <string>

#include "canvas.hpp"
#include "reid/calibration.hpp"

constexpr int CALIBRATION_PLOT_WIDTH = 960, CALIBRATION_PLOT_HEIGHT = 600;  ///< pixels

/// Histograms of the distances of the same and of different people, with the thresholds between them.
/// @param title UTF-8.
/// @param canvas of the width and height above.
void draw(const reid::Calibration& calibration, const std::string& title, Canvas& canvas);

/// Draws the same into a file, whole or not at all.
/// @param path its ending says the format: that of a picture, or .svg.
/// @throws reid::ResourceError when it cannot be written.
void writePlot(const reid::Calibration& calibration, const std::string& title, const std::string& path);
