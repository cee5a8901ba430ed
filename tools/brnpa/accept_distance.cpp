#include "accept_distance.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "reid/errors.hpp"

namespace {

AcceptDistance ofTracks(const std::vector<reid::Threshold>& thresholds, double falseAcceptRate,
                        const std::string& whose) {
    const reid::Threshold& threshold = nearestThreshold(thresholds, falseAcceptRate);
    const double share = thresholdShare(reid::Query::Track), distance = share * threshold.distance;
    return {distance,
            fmt::format("{:.3f} ({:g} of {:.3f}, {} for a false accept rate of {:g}, measured on {})", distance, share,
                        threshold.distance, whose, threshold.falseAcceptRate, threshold.calibratedOn)};
}

[[noreturn]] void refuse(const reid::ModelFolder& folder) {
    throw reid::InputError(
        fmt::format("The model folder {} holds no threshold; give one with --threshold.", folder.directory));
}

/// A larger one takes everybody for one person, or nobody for anybody, without a word.
void refuseBeyondMetric(const char* option, double distance, const reid::ModelFolder& folder) {
    constexpr double LARGEST_COSINE = 2;
    if (folder.metric == reid::Metric::Cosine && distance > LARGEST_COSINE)
        throw reid::InputError(fmt::format("{} {:g} is no distance of the model {}; they go from 0 to {:g} (cosine).",
                                           option, distance, folder.name, LARGEST_COSINE));
}

}  // namespace

reid::GalleryOptions galleryOptions(const AcceptOptions& options, const reid::ModelFolder& folder, reid::Query query) {
    refuseBeyondMetric("--threshold", options.threshold.value_or(0), folder);
    refuseBeyondMetric("--margin", options.margin, folder);
    auto settings = reid::GalleryOptions::of(folder, query, options.falseAcceptRate);
    settings.margin = options.margin;
    if (options.threshold) settings.acceptUpTo(*options.threshold);
    return settings;
}

void requireThreshold(const AcceptOptions& options, const reid::ModelFolder& folder, const std::string& galleryPath) {
    if (!options.threshold && folder.thresholds.empty() && !std::filesystem::exists(galleryPath)) refuse(folder);
}

AcceptDistance acceptDistance(const AcceptOptions& options, const reid::ModelFolder& folder,
                              const reid::LastingGallery* gallery) {
    if (options.threshold) return {*options.threshold, fmt::format("{:.3f} (from --threshold)", *options.threshold)};
    if (gallery && !gallery->thresholds().empty()) {
        return ofTracks(gallery->thresholds(), options.falseAcceptRate,
                        "of the gallery " + std::filesystem::path(gallery->path()).filename().string());
    }
    if (folder.thresholds.empty()) refuse(folder);
    return ofTracks(folder.thresholds, options.falseAcceptRate, "of the model " + folder.name);
}
