#include "reid/open_detector.hpp"

#include <filesystem>

#include "reid/errors.hpp"
#include "reid/hog_detector.hpp"

namespace reid {

namespace {

std::unique_ptr<Detector> openHog(const DetectorOptions& options) {
    if (options.family || options.inputSize || options.personClass) {
        throw InputError(
            "The detector \"hog\" takes no family, input size or class; give a model folder or a network file.");
    }
    HogOptions hog;
    hog.minConfidence = options.score.value_or(hog.minConfidence);
    hog.overlapThreshold = options.overlap.value_or(hog.overlapThreshold);
    return std::make_unique<HogDetector>(hog);
}

}  // namespace

std::unique_ptr<Detector> openDetector(const std::string& where, const DetectorOptions& options) {
    if (where == "hog") return openHog(options);
    std::error_code ignored;
    if (std::filesystem::is_directory(where, ignored)) {
        return std::make_unique<NetworkDetector>(DetectorFolder::load(where), options);
    }
    return std::make_unique<NetworkDetector>(where, options);
}

}  // namespace reid
