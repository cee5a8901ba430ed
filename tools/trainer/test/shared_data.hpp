#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace brnpa::trainer {

//! A folder of the development data: below $BRNPA_DATA, else below the default of the build; empty where it is absent.
inline std::string sharedData(const std::string& name) {
    const char* variable = std::getenv("BRNPA_DATA");
    const std::filesystem::path folder =
        std::filesystem::path(variable != nullptr ? variable : BRNPA_DEFAULT_DATA) / name;
    return std::filesystem::is_directory(folder) ? folder.string() : std::string();
}

}  // namespace brnpa::trainer
