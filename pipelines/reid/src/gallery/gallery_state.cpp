#include "gallery/gallery_state.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <unordered_set>
#include <vector>

#include "gallery/exemplar_choice.hpp"
#include "reid/errors.hpp"
#include "reid/picture_codecs.hpp"
#include "unit_length.hpp"

namespace reid {

namespace {

constexpr int JPEG_QUALITY = 95;
constexpr double UNIT_LENGTH_TOLERANCE = 1e-6;  // rounding to floats changes a length by less

std::vector<uchar> encoded(const cv::Mat& picture) {
    if (picture.empty()) return {};
    cv::Mat scaled = picture;
    if (picture.rows > Exemplar::PICTURE_HEIGHT) {
        const int width = std::max(1, cvRound(1.0 * picture.cols * Exemplar::PICTURE_HEIGHT / picture.rows));
        cv::resize(picture, scaled, {width, Exemplar::PICTURE_HEIGHT}, 0, 0, cv::INTER_AREA);
    }
    return jpegOf(scaled, JPEG_QUALITY);
}

std::string shortened(const std::string& checksum) {
    return checksum.substr(0, 8);
}

}  // namespace

LastingGallery::Impl::Impl(const std::string& path, Access access, const std::optional<GalleryModel>& wanted)
    : store(path, access, wanted), model(store.model()) {
    if (wanted && wanted->sha256 != model.sha256) {
        throw InputError("The gallery \"" + path + "\" holds embeddings of the model " + model.name + " (" +
                         shortened(model.sha256) + "), not of " + wanted->name + " (" + shortened(wanted->sha256) +
                         "): give that model with --model, or enrol the people into a new gallery.");
    }
    index = std::make_unique<ExemplarIndex>(model.metric, model.embeddingSize);
    load();
}

void LastingGallery::Impl::load() {
    version = store.dataVersion();
    names = store.names();
    std::unordered_set<int64_t> gone(index->exemplars().begin(), index->exemplars().end());
    if (gone.empty()) index->reserve(store.exemplarBound(model.embeddingSize));
    store.visitExemplars([&](int64_t exemplar, int identity, const GalleryStore::ReadEmbedding& readEmbedding) {
        if (gone.erase(exemplar) != 0) {
            index->move(exemplar, identity);
            return;
        }
        const Embedding& embedding = readEmbedding();
        if (embedding.size() != static_cast<size_t>(model.embeddingSize))
            throw InputError("The gallery \"" + store.file().path() + "\" is damaged: an embedding has " +
                             std::to_string(embedding.size()) + " numbers where " +
                             std::to_string(model.embeddingSize) + " are needed; take a copy of it that is whole.");
        index->insert(exemplar, identity, embedding);
    });
    for (int64_t exemplar : gone)
        index->erase(exemplar);
}

void LastingGallery::Impl::requirePerson(int identity) const {
    if (names.count(identity) == 0)
        CV_Error(cv::Error::StsBadArg, cv::format("LastingGallery: no identity %d", identity));
}

std::optional<KnownPerson> LastingGallery::Impl::person(int identity) {
    std::optional<KnownPerson> person = store.person(identity);
    if (person) person->exemplars = index->exemplarsOf(identity).size();
    return person;
}

Embedding LastingGallery::Impl::checked(const Embedding& embedding) const {
    CV_CheckEQ(embedding.size(), static_cast<size_t>(model.embeddingSize),
               "LastingGallery: an embedding of another size");
    CV_Assert(cv::checkRange(embedding));
    Embedding copy = embedding;
    // What has been scaled before stays as it is to the bit, so that an export comes back without loss.
    if (model.metric == Metric::Cosine && std::abs(cv::norm(copy) - 1) > UNIT_LENGTH_TOLERANCE) scaleToUnitLength(copy);
    return copy;
}

Exemplar LastingGallery::Impl::exemplarOf(int identity, const View& view) const {
    Exemplar exemplar;
    exemplar.identity = identity;
    exemplar.embedding = checked(view.embedding);
    exemplar.picture = encoded(view.picture);
    if (!view.saliency.empty()) {
        CV_CheckEQ(view.saliency.dims, 3, "LastingGallery: saliency must be K x h x w");
        view.saliency.convertTo(exemplar.saliency, CV_8U, 255);
    }
    exemplar.sighting = view.sighting;
    return exemplar;
}

void LastingGallery::Impl::insert(const Exemplar& exemplar) {
    index->insert(store.insertExemplar(exemplar), exemplar.identity, exemplar.embedding);
}

void LastingGallery::Impl::erase(int64_t exemplar) {
    store.eraseExemplar(exemplar);
    index->erase(exemplar);
}

void LastingGallery::Impl::move(int64_t exemplar, int identity) {
    store.moveExemplar(exemplar, identity);
    index->move(exemplar, identity);
}

void LastingGallery::Impl::leaveOut(int identity, int bound) {
    while (index->exemplarsOf(identity).size() > static_cast<size_t>(bound)) {
        const std::vector<int64_t> numbers(index->exemplarsOf(identity).begin(), index->exemplarsOf(identity).end());
        std::vector<Embedding> views;
        views.reserve(numbers.size());
        for (int64_t number : numbers)
            views.push_back(index->embeddingOf(number));
        erase(numbers[leastMissedView(views, model.metric)]);
    }
}

}  // namespace reid
