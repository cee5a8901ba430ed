#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "reid/detector_family.hpp"

namespace reid {

/// The contract of a detector's model folder (model.onnx, model.json with the task "detect"), read and checked.
struct DetectorFolder {
    std::string directory;
    std::string name;
    std::string onnxPath;  ///< directory/model.onnx

    cv::Size inputSize;  ///< default, pixels
    bool rgb;            ///< channel order of the blob: true R, G, B; false B, G, R
    cv::Scalar mean;     ///< per channel in blob order, units of 0..255
    cv::Scalar std;      ///< per channel in blob order, units of 0..255

    std::string output;  ///< name of the output with the boxes
    DetectorFamily family;
    std::vector<int> strides;          ///< of YOLOX, pixels; empty for other families
    std::vector<std::string> classes;  ///< in the order of the output, one of them "person"
    double score;                      ///< default lowest score that is kept, 0..1
    double overlap;                    ///< default intersection over union of non-maximum suppression, 0..1

    /// Reads directory/model.json and checks it and the checksum of model.onnx.
    /// @throws InputError when the folder or a file is missing, is not JSON, lacks a key or has a value of the wrong
    ///         kind, has another task or schema_version, or the checksum does not fit.
    static DetectorFolder load(const std::string& directory);
};

}  // namespace reid
