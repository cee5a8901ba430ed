#pragma once

#include <string>

/// The folder of the models that ship with the program, found from where the program lies: share/brnpa/models beside
/// its bin folder. It is not checked that it exists.
std::string modelsFolder();

/// The re-identification model that is used unless another is named.
std::string defaultModelFolder();

/// The detector that is used unless another is named: "person-detector", where it is among the models, otherwise "hog".
/// @param models as modelsFolder().
std::string defaultDetector(const std::string& models);

/// What reid::openDetector() is to open for what was named: a path that exists stays, and the name of a shipped model
/// becomes its folder.
/// @param models as modelsFolder().
std::string detectorLocation(const std::string& named, const std::string& models);
