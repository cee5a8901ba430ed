#pragma once

#include <string>

namespace reid {

/// The re-identification model that is used unless another is named.
/// @param models the folder of the models that ship.
std::string defaultModel(const std::string& models);

/// The detector that is used unless another is named: "person-detector", where it is among the models, otherwise "hog".
/// @param models as defaultModel().
std::string defaultDetector(const std::string& models);

/// What openDetector() is to open for what was named: a path that exists stays, and the name of a shipped model becomes
/// its folder.
/// @param models as defaultModel().
std::string detectorLocation(const std::string& named, const std::string& models);

}  // namespace reid
