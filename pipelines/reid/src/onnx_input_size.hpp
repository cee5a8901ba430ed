#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>

namespace reid {

/// Height and width of the first input of an ONNX file, which cv::dnn does not tell; empty when the file leaves them
/// open or is not ONNX.
std::optional<cv::Size> onnxInputSize(const std::string& path);

}  // namespace reid
