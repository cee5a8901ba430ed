#pragma once

#include <string>

/// The folder of the model that ships with the program, found from where the program lies: share/brnpa/models beside
/// its bin folder. It is not checked that it exists.
std::string defaultModelFolder();
