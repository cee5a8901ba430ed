#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "reid/model_folder.hpp"

namespace reid {

/// As model.json and gallery.json have them: an array of objects.
nlohmann::ordered_json toJson(const std::vector<Threshold>& thresholds);

}  // namespace reid
