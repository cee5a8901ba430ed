#include "reid/shipped_models.hpp"

#include <filesystem>

namespace reid {

namespace {

namespace fs = std::filesystem;

constexpr const char* DEFAULT_MODEL = "reid-live";
constexpr const char* DEFAULT_DETECTOR = "person-detector";
constexpr const char* BUILT_IN_DETECTOR = "hog";

bool isModel(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "model.json", ignored);
}

}  // namespace

std::string defaultModel(const std::string& models) {
    return (fs::path(models) / DEFAULT_MODEL).string();
}

std::string defaultDetector(const std::string& models) {
    return isModel(fs::path(models) / DEFAULT_DETECTOR) ? DEFAULT_DETECTOR : BUILT_IN_DETECTOR;
}

std::string detectorLocation(const std::string& named, const std::string& models) {
    std::error_code ignored;
    if (named == BUILT_IN_DETECTOR || fs::exists(named, ignored)) return named;
    const fs::path shipped = fs::path(models) / named;
    return isModel(shipped) ? shipped.string() : named;
}

}  // namespace reid
