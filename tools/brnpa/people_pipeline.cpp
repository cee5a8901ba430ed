#include "people_pipeline.hpp"

#include <algorithm>
#include <filesystem>

#include "input_paths.hpp"
#include "video/input_address.hpp"

namespace {

Finder finderOf(std::unique_ptr<reid::Detector> detector, const PeopleOptions& options) {
    const int every = options.detectEvery.value_or(detector->usualInterval());
    return {std::move(detector), every};
}

}  // namespace

Finder makeFinder(const PeopleOptions& options) {
    return finderOf(openDetector(options.detector), options);
}

Finder makeParallelFinder(const PeopleOptions& options, int videos) {
    return finderOf(openParallelDetector(options.detector, videos), options);
}

std::unique_ptr<reid::LastingGallery> openGallery(const PeopleOptions& options, const reid::ModelFolder& folder) {
    if (options.gallery.empty()) return nullptr;
    requireThreshold(options.accept, folder, options.gallery);
    return std::make_unique<reid::LastingGallery>(options.gallery, reid::LastingGallery::Access::Write,
                                                  reid::GalleryModel::of(folder),
                                                  galleryOptions(options.accept, folder, reid::Query::Track));
}

std::unique_ptr<reid::Embedder> makeEmbedder(const PeopleOptions& options, const reid::ModelFolder& folder) {
    constexpr int CROPS_PER_PASS = 8;
    return std::make_unique<reid::Embedder>(folder, CROPS_PER_PASS, options.detector.options.engine);
}

std::unique_ptr<reid::PersonPipeline> makePeoplePipeline(const PeopleOptions& options, Finder finder,
                                                         std::unique_ptr<reid::Embedder> embedder,
                                                         std::unique_ptr<reid::Gallery> gallery,
                                                         const std::string& camera) {
    const reid::ModelFolder& folder = embedder->folder();
    auto settings =
        reid::PersonPipelineOptions::usual(finder.every, galleryOptions(options.accept, folder, reid::Query::Track));
    settings.lookEvery = options.lookEvery;
    settings.camera = camera;
    settings.anonymise = options.anonymise;
    return std::make_unique<reid::PersonPipeline>(std::move(finder.detector), std::move(embedder), settings,
                                                  std::move(gallery));
}

std::string cameraNameOf(const std::string& input) {
    if (!video::isUri(input)) return std::filesystem::path(input).stem().string();
    const std::string address = withoutPasswords(input);
    const size_t begin = address.find("://") + 3, end = std::min(address.find_first_of("/?", begin), address.size());
    return begin < end ? address.substr(begin, end - begin) : std::filesystem::path(input).stem().string();  // file:///
}

cv::brnpa::OverlayParams overlayOf(const PeopleOptions& options) {
    cv::brnpa::OverlayParams overlay = reid::PersonPainter::videoOverlay();
    overlay.normalization = options.normalization;
    return overlay;
}

reid::PersonPainter makePainter(const PeopleOptions& options) {
    return reid::PersonPainter(overlayOf(options));
}
