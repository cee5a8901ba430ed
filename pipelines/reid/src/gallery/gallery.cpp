#include "reid/gallery.hpp"

#include "reid/errors.hpp"

namespace reid {

double thresholdShare(Query query) {
    constexpr double SHARE_OF_TRACKS = 0.75;
    return query == Query::Track ? SHARE_OF_TRACKS : 1;
}

GalleryOptions GalleryOptions::of(const ModelFolder& folder, Query query, double falseAcceptRate) {
    GalleryOptions options;
    options.acceptDistance.reset();
    if (!folder.thresholds.empty())
        options.acceptDistance = thresholdShare(query) * folder.acceptDistance(falseAcceptRate);
    options.falseAcceptRate = falseAcceptRate;
    options.query = query;
    options.metric = folder.metric;
    return options;
}

void GalleryOptions::check() const {
    CV_CheckGE(embeddingsPerIdentity, 1, "Gallery: embeddingsPerIdentity must be 1 or more");
    if (!acceptDistance) {
        throw InputError(
            "Neither the model nor the gallery holds a threshold, the distance up to which a picture shows the same "
            "person; give one, or calibrate the gallery.");
    }
    CV_CheckGE(*acceptDistance, 0.0, "Gallery: acceptDistance must be 0 or more");
    CV_CheckGE(margin, 0.0, "Gallery: margin must be 0 or more");
}

Gallery::Gallery(const GalleryOptions& options) : options_(options) {
    options.check();
}

int Gallery::current(int identity) const {
    const auto found = merged_.find(identity);
    return found != merged_.end() ? found->second : identity;
}

void Gallery::noteMerged(int kept, int other) {
    for (auto& [from, to] : merged_)
        if (to == other) to = kept;
    merged_[other] = kept;
}

Verdict Gallery::identify(const Embedding& embedding, const std::set<int>& excluded) const {
    const std::optional<Match> match = nearest(embedding, excluded);
    // Written so that a distance that is not a number is nobody's.
    if (!match || !(match->distance <= *options_.acceptDistance)) return {Answer::New, match};
    const bool close = match->runnerUp && *match->runnerUp - match->distance < options_.margin;
    return {close ? Answer::Undecided : Answer::Known, match};
}

}  // namespace reid
