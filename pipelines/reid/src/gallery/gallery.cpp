#include "reid/gallery.hpp"

namespace reid {

GalleryOptions GalleryOptions::of(const ModelFolder& folder) {
    GalleryOptions options;
    options.acceptDistance = folder.acceptDistance(USUAL_FALSE_ACCEPT_RATE);
    options.falseAcceptRate = USUAL_FALSE_ACCEPT_RATE;
    options.metric = folder.metric;
    return options;
}

Gallery::Gallery(const GalleryOptions& options) : options_(options) {
    CV_CheckGE(options.embeddingsPerIdentity, 1, "Gallery: embeddingsPerIdentity must be 1 or more");
    CV_CheckGE(options.acceptDistance, 0.0, "Gallery: acceptDistance must be 0 or more");
    CV_CheckGE(options.margin, 0.0, "Gallery: margin must be 0 or more");
}

Verdict Gallery::identify(const Embedding& embedding, const std::set<int>& excluded) const {
    const std::optional<Match> match = nearest(embedding, excluded);
    // Written so that a distance that is not a number is nobody's.
    if (!match || !(match->distance <= options_.acceptDistance)) return {Answer::New, match};
    const bool close = match->runnerUp && *match->runnerUp - match->distance < options_.margin;
    return {close ? Answer::Undecided : Answer::Known, match};
}

}  // namespace reid
