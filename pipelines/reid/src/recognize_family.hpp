#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reid/detector_family.hpp"

namespace reid {

/// Which output of a network holds the boxes, and how.
struct RecognizedOutput {
    DetectorFamily family;
    std::vector<int> strides;    ///< of YOLOX only
    std::vector<size_t> places;  ///< of the outputs, in their order; all of them for Darknet, otherwise one
    int classes;                 ///< 0 for SSD, whose output does not tell
};

/// Tells the family by the shapes of the outputs; Darknet's only when it is wanted.
/// @param outputs of one picture. @param input size of that picture.
/// @param wanted the family to look for; empty: whichever fits. The number of rows tells YOLOX from YOLOv5; where
/// YOLOv5 is wanted any number will do.
/// @param strides of YOLOX, where known; empty: the usual ones are tried.
/// @returns nothing when no output fits.
std::optional<RecognizedOutput> recognizeFamily(const std::vector<cv::Mat>& outputs, cv::Size input,
                                                std::optional<DetectorFamily> wanted,
                                                const std::vector<int>& strides = {});

/// What recognizeFamily() accepts for this size of the input, for a sentence.
std::string acceptedShapes(cv::Size input);

}  // namespace reid
