#include "accept_distance.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "reid/errors.hpp"

namespace {

std::string measuredText(const reid::Threshold& threshold, const std::string& whose) {
    return fmt::format("{:.3f} ({} for a false accept rate of {:g}, measured on {})", threshold.distance, whose,
                       threshold.falseAcceptRate, threshold.calibratedOn);
}

}  // namespace

reid::GalleryOptions galleryOptions(const AcceptOptions& options, const reid::ModelFolder& folder) {
    reid::GalleryOptions settings;
    settings.margin = options.margin;
    settings.metric = folder.metric;
    if (options.threshold) {
        settings.acceptDistance = *options.threshold;
        return settings;
    }
    if (folder.thresholds.empty())
        throw reid::InputError(
            fmt::format("The model folder {} holds no threshold; give one with --threshold.", folder.directory));
    settings.acceptDistance = folder.acceptDistance(options.falseAcceptRate);
    settings.falseAcceptRate = options.falseAcceptRate;
    return settings;
}

std::string thresholdText(const AcceptOptions& options, const reid::ModelFolder& folder,
                          const reid::LastingGallery* gallery) {
    if (options.threshold) return fmt::format("{:.3f} (from --threshold)", *options.threshold);
    if (gallery && !gallery->thresholds().empty()) {
        return measuredText(nearestThreshold(gallery->thresholds(), options.falseAcceptRate),
                            "of the gallery " + std::filesystem::path(gallery->path()).filename().string());
    }
    return measuredText(nearestThreshold(folder.thresholds, options.falseAcceptRate), "of the model " + folder.name);
}
