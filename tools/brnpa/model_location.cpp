#include "model_location.hpp"

#include <filesystem>

std::string defaultModelFolder() {
    namespace fs = std::filesystem;
    std::error_code failure;
    const fs::path program = fs::read_symlink("/proc/self/exe", failure);
    return (program.parent_path() / BRNPA_MODELS_FROM_PROGRAM / "reid-small").lexically_normal().string();
}
