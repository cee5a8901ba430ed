#include "reid/lasting_gallery.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <utility>

#include "gallery/exemplar_choice.hpp"
#include "gallery/gallery_state.hpp"

namespace reid {

namespace {

/// Views closer than this are the same picture: rounding alone takes them apart by about 1e-7.
constexpr double SAME_VIEW = 1e-5;

GalleryOptions completed(GalleryOptions options, Metric metric, const std::vector<Threshold>& thresholds) {
    options.metric = metric;
    if (options.falseAcceptRate && !thresholds.empty())
        options.acceptDistance =
            thresholdShare(options.query) * nearestThreshold(thresholds, *options.falseAcceptRate).distance;
    return options;
}

/// The path, after the options of a gallery that would be made there: for wrong ones no file is.
const std::string& checkedPath(const std::string& path, LastingGallery::Access access, const GalleryOptions& options) {
    std::error_code missing;
    const bool isNew = std::filesystem::file_size(path, missing) == 0 || missing;
    if (isNew && access == LastingGallery::Access::Write) options.check();
    return path;
}

}  // namespace

GalleryModel GalleryModel::of(const ModelFolder& folder) {
    return {folder.name, folder.sha256, folder.embeddingSize, folder.metric};
}

LastingGallery::LastingGallery(const std::string& path, Access access, const GalleryOptions& options)
    : LastingGallery(std::make_unique<Impl>(path, access, std::nullopt), options) {}

LastingGallery::LastingGallery(const std::string& path, Access access, const GalleryModel& model,
                               const GalleryOptions& options)
    : LastingGallery(std::make_unique<Impl>(checkedPath(path, access, options), access, model), options) {}

LastingGallery::LastingGallery(std::unique_ptr<Impl> impl, const GalleryOptions& options)
    : Gallery(completed(options, impl->model.metric, impl->store.thresholds())), impl_(std::move(impl)) {}

LastingGallery::~LastingGallery() = default;

std::optional<Match> LastingGallery::nearest(const Embedding& embedding, const std::set<int>& excluded) const {
    const std::vector<ExemplarIndex::Hit> hits = impl_->index->nearest(embedding, 2, excluded);
    if (hits.empty()) return std::nullopt;
    Match match{hits[0].identity, hits[0].distance, std::nullopt};
    if (hits.size() > 1) match.runnerUp = hits[1].distance;
    return match;
}

double LastingGallery::distanceTo(int identity, const Embedding& embedding) const {
    impl_->requirePerson(identity);
    double nearest = std::numeric_limits<double>::infinity();
    for (int64_t exemplar : impl_->index->exemplarsOf(identity))
        nearest = std::min(nearest, impl_->index->distanceTo(exemplar, embedding));
    return nearest;
}

std::vector<LastingGallery::Hit> LastingGallery::search(const Embedding& embedding, size_t count) const {
    std::vector<Hit> hits;
    for (const ExemplarIndex::Hit& hit : impl_->index->nearest(embedding, count))
        hits.push_back({hit.identity, hit.exemplar, hit.distance});
    return hits;
}

int LastingGallery::enroll(const View& view) {
    int identity = 0;
    atomically([&] {
        identity = impl_->store.insertIdentity(std::nullopt, "", view.sighting.timeMs);
        impl_->insert(impl_->exemplarOf(identity, view));
        impl_->names[identity] = "";
    });
    return identity;
}

void LastingGallery::add(int identity, const View& view) {
    impl_->requirePerson(identity);
    const Embedding embedding = impl_->checked(view.embedding);
    std::vector<int64_t> numbers;
    std::vector<Embedding> views;
    bool isKept = true;
    for (int64_t number : impl_->index->exemplarsOf(identity)) {
        numbers.push_back(number);
        views.push_back(impl_->index->embeddingOf(number));
        isKept = isKept && distance(views.back(), embedding, impl_->model.metric) > SAME_VIEW;
    }
    std::optional<int64_t> replaced;
    if (isKept && numbers.size() >= static_cast<size_t>(options().embeddingsPerIdentity)) {
        views.push_back(embedding);
        const size_t leftOut = leastMissedView(views, impl_->model.metric);
        isKept = leftOut < numbers.size();
        if (isKept) replaced = numbers[leftOut];
    }
    atomically([&] {
        if (replaced) impl_->erase(*replaced);
        if (isKept) impl_->insert(impl_->exemplarOf(identity, view));
        const Sighting& seen = view.sighting;
        impl_->store.noteSightings(identity, {seen.camera, seen.timeMs, seen.timeMs, 0});
    });
}

void LastingGallery::countVisit(int identity, const Sighting& sighting) {
    impl_->requirePerson(identity);
    atomically([&] { impl_->store.noteSightings(identity, {sighting.camera, sighting.timeMs, sighting.timeMs, 1}); });
}

std::string LastingGallery::nameOf(int identity) const {
    impl_->requirePerson(identity);
    return impl_->names.at(identity);
}

size_t LastingGallery::size() const {
    return impl_->names.size();
}

const std::string& LastingGallery::path() const {
    return impl_->store.file().path();
}

const GalleryModel& LastingGallery::model() const {
    return impl_->model;
}

std::vector<Threshold> LastingGallery::thresholds() const {
    return impl_->store.thresholds();
}

void LastingGallery::setThresholds(const std::vector<Threshold>& thresholds) {
    atomically([&] { impl_->store.replaceThresholds(thresholds); });
}

void LastingGallery::refresh() {
    if (impl_->store.dataVersion() != impl_->version) impl_->load();
}

void LastingGallery::atomically(const std::function<void()>& work) {
    const Findings before = findings_;
    try {
        impl_->store.atomically(work);
    } catch (...) {
        findings_ = before;
        if (!impl_->store.isAtWork()) impl_->load();
        throw;
    }
}

}  // namespace reid
