#pragma once

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <string>

#include "json_fields.hpp"

namespace reid {

// What every kind of model folder has in common.

std::string modelJsonPath(const std::string& directory);

/// The parsed model.json of a folder.
/// @throws InputError when the folder or the file is missing, is not a JSON object or has another schema_version.
nlohmann::json readModelJson(const std::string& directory);

/// How a picture becomes the input of the network: the key "input" of model.json.
struct ModelInput {
    cv::Size size;
    bool rgb;         ///< channel order of the blob: true R, G, B; false B, G, R
    cv::Scalar mean;  ///< per channel in blob order, units of 0..255
    cv::Scalar std;   ///< per channel in blob order, units of 0..255
};

/// @throws InputError when a value is missing or does not fit.
ModelInput readModelInput(const JsonFields& root);

/// directory/model.onnx, whose checksum is the one that model.json names.
/// @throws InputError when it is missing or is another file.
std::string checkedOnnxPath(const std::string& directory, const JsonFields& root);

}  // namespace reid
