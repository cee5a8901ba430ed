#pragma once

#include <memory>
#include <string>

#include "reid/detector.hpp"
#include "reid/network_detector.hpp"

namespace reid {

/// The one way in which programs come by a detector.
/// @param where "hog" (OpenCV's own), a model folder with the task "detect", or a network file: .onnx, or .cfg or
///        .weights of Darknet.
/// @throws InputError when it is none of these, cannot be used, or an option is out of range or not for this detector.
std::unique_ptr<Detector> openDetector(const std::string& where, const DetectorOptions& options = {});

}  // namespace reid
