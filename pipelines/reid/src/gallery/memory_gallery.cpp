#include "reid/memory_gallery.hpp"

#include <limits>

#include "unit_length.hpp"

namespace reid {

namespace {

double distanceToPerson(const Embedding& embedding, const std::vector<Embedding>& known, Metric metric) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const Embedding& one : known)
        nearest = std::min(nearest, distance(embedding, one, metric));
    return nearest;
}

/// Replaces the two most alike embeddings by their mean; ties go to the oldest pair.
void mergeMostAlike(std::vector<Embedding>& known, Metric metric) {
    size_t first = 0, second = 1;
    double nearest = std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < known.size(); ++i) {
        for (size_t j = i + 1; j < known.size(); ++j) {
            const double apart = distance(known[i], known[j], metric);
            if (apart < nearest) {
                nearest = apart;
                first = i;
                second = j;
            }
        }
    }
    Embedding& mean = known[first];
    for (size_t i = 0; i < mean.size(); ++i)
        mean[i] = (mean[i] + known[second][i]) / 2;
    if (metric == Metric::Cosine) scaleToUnitLength(mean);
    known.erase(known.begin() + static_cast<std::ptrdiff_t>(second));
}

Embedding prepared(const Embedding& embedding, Metric metric) {
    Embedding copy = embedding;
    if (metric == Metric::Cosine) scaleToUnitLength(copy);
    return copy;
}

}  // namespace

MemoryGallery::MemoryGallery(const GalleryOptions& options) : Gallery(options) {}

std::optional<Match> MemoryGallery::nearest(const Embedding& embedding, const std::set<int>& excluded) const {
    std::optional<Match> best;
    for (const auto& [identity, known] : people_) {
        if (excluded.count(identity) != 0) continue;
        const double apart = distanceToPerson(embedding, known, options().metric);
        if (!best) {
            best = Match{identity, apart, std::nullopt};
        } else if (apart < best->distance) {
            best = Match{identity, apart, best->distance};
        } else if (!best->runnerUp || apart < *best->runnerUp) {
            best->runnerUp = apart;
        }
    }
    return best;
}

double MemoryGallery::distanceTo(int identity, const Embedding& embedding) const {
    const auto found = people_.find(identity);
    if (found == people_.end()) CV_Error(cv::Error::StsBadArg, cv::format("MemoryGallery: no identity %d", identity));
    return distanceToPerson(embedding, found->second, options().metric);
}

int MemoryGallery::enroll(const View& view) {
    people_[next_].push_back(prepared(view.embedding, options().metric));
    return next_++;
}

std::vector<Embedding>& MemoryGallery::known(int identity) {
    const auto found = people_.find(identity);
    if (found == people_.end()) CV_Error(cv::Error::StsBadArg, cv::format("MemoryGallery: no identity %d", identity));
    return found->second;
}

void MemoryGallery::add(int identity, const View& view) {
    std::vector<Embedding>& embeddings = known(identity);
    CV_CheckEQ(view.embedding.size(), embeddings.front().size(), "MemoryGallery: embeddings of different lengths");
    embeddings.push_back(prepared(view.embedding, options().metric));
    if (embeddings.size() > static_cast<size_t>(options().embeddingsPerIdentity))
        mergeMostAlike(embeddings, options().metric);
}

void MemoryGallery::merge(int kept, int other) {
    CV_CheckNE(kept, other, "MemoryGallery: an identity cannot be merged into itself");
    std::vector<Embedding>& embeddings = known(kept);
    for (Embedding& one : known(other))
        embeddings.push_back(std::move(one));
    while (embeddings.size() > static_cast<size_t>(options().embeddingsPerIdentity))
        mergeMostAlike(embeddings, options().metric);
    people_.erase(other);
    noteMerged(kept, other);
}

}  // namespace reid
