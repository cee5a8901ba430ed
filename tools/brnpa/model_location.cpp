#include "model_location.hpp"

#include <filesystem>

namespace fs = std::filesystem;

std::string modelsFolder() {
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    return (program.parent_path() / BRNPA_MODELS_FROM_PROGRAM).lexically_normal().string();
}

std::string defaultModelFolder() {
    return reid::defaultModel(modelsFolder());
}
