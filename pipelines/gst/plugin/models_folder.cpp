#include "models_folder.hpp"

#include <dlfcn.h>

#include <filesystem>

#include "reid/shipped_models.hpp"

namespace brnpa {

namespace {

namespace fs = std::filesystem;

const char here = 0;  // an address inside this library

}  // namespace

std::string modelsFolder() {
    Dl_info library{};
    if (dladdr(&here, &library) == 0 || !library.dli_fname) return "";
    std::error_code failure;
    const fs::path path = fs::canonical(library.dli_fname, failure);
    return (path.parent_path() / BRNPA_MODELS_FROM_PLUGIN).lexically_normal().string();
}

std::string modelFolderNamed(const std::string& named) {
    const std::string models = modelsFolder();
    return named.empty() ? reid::defaultModel(models) : reid::detectorLocation(named, models);
}

}  // namespace brnpa
