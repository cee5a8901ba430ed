#pragma once

#include <string>

#include "reid/shipped_models.hpp"

/// The folder of the models that ship with the program, found from where the program lies: share/brnpa/models beside
/// its bin folder. It is not checked that it exists.
std::string modelsFolder();

/// The re-identification model that is used unless another is named.
std::string defaultModelFolder();

using reid::defaultDetector;
using reid::detectorLocation;
