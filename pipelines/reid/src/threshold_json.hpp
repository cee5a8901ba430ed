#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "json_fields.hpp"
#include "reid/model_folder.hpp"

namespace reid {

/// The key "thresholds" of model.json and gallery.json, by rising false accept rate.
std::vector<Threshold> readThresholds(const JsonFields& root);

}  // namespace reid
