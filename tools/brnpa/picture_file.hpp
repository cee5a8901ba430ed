#pragma once

#include <opencv2/core.hpp>
#include <string>

/// Writes a picture file, whole or not at all. Its ending says the format.
/// @throws reid::ResourceError when it cannot be written.
void writePicture(const std::string& path, const cv::Mat& picture);
