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
    const auto found = findings_.merged.find(identity);
    return found != findings_.merged.end() ? found->second : identity;
}

void Gallery::noteMerged(int kept, int other) {
    for (auto& [from, to] : findings_.merged)
        if (to == other) to = kept;
    findings_.merged[other] = kept;
    for (const int third : findings_.together[other]) {
        findings_.together[third].erase(other);
        findings_.together[third].insert(kept);
        findings_.together[kept].insert(third);
    }
    findings_.together.erase(other);
}

void Gallery::noteTogether(const std::set<int>& identities) {
    for (const int one : identities)
        for (const int other : identities)
            if (one != other) findings_.together[one].insert(other);
}

std::set<int> Gallery::seenWith(int identity) const {
    const auto found = findings_.together.find(identity);
    return found != findings_.together.end() ? found->second : std::set<int>();
}

Verdict Gallery::identify(const Embedding& embedding, const std::set<int>& excluded) const {
    const std::optional<Match> match = nearest(embedding, excluded);
    // Written so that a distance that is not a number is nobody's.
    if (!match || !(match->distance <= *options_.acceptDistance)) return {Answer::New, match};
    const bool close = match->runnerUp && *match->runnerUp - match->distance < options_.margin;
    return {close ? Answer::Undecided : Answer::Known, match};
}

}  // namespace reid
