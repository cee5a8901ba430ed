#pragma once

#include <opencv2/core.hpp>
#include <string>

/// Whether the name is that of a drawing of lines, and not of pixels.
bool isSvg(const std::string& path);

/// Writes a picture file, whole or not at all. Its ending says the format.
/// @throws reid::ResourceError when it cannot be written.
void writePicture(const std::string& path, const cv::Mat& picture);
