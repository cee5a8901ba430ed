#include "accept_distance.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "reid/errors.hpp"

namespace {

AcceptDistance measured(const std::vector<reid::Threshold>& thresholds, double falseAcceptRate,
                        const std::string& whose) {
    const reid::Threshold& threshold = nearestThreshold(thresholds, falseAcceptRate);
    return {threshold.distance,
            fmt::format("{:.3f} ({} for a false accept rate of {:g}, measured on {})", threshold.distance, whose,
                        threshold.falseAcceptRate, threshold.calibratedOn)};
}

}  // namespace

reid::GalleryOptions galleryOptions(const AcceptOptions& options, const reid::ModelFolder& folder) {
    auto settings = reid::GalleryOptions::of(folder, options.falseAcceptRate);
    settings.margin = options.margin;
    if (options.threshold) {
        settings.acceptDistance = options.threshold;
        settings.falseAcceptRate.reset();
    }
    return settings;
}

AcceptDistance acceptDistance(const AcceptOptions& options, const reid::ModelFolder& folder,
                              const reid::LastingGallery* gallery) {
    if (options.threshold) return {*options.threshold, fmt::format("{:.3f} (from --threshold)", *options.threshold)};
    if (gallery && !gallery->thresholds().empty()) {
        return measured(gallery->thresholds(), options.falseAcceptRate,
                        "of the gallery " + std::filesystem::path(gallery->path()).filename().string());
    }
    if (folder.thresholds.empty()) {
        throw reid::InputError(
            fmt::format("The model folder {} holds no threshold; give one with --threshold.", folder.directory));
    }
    return measured(folder.thresholds, options.falseAcceptRate, "of the model " + folder.name);
}
