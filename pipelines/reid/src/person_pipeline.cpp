#include "reid/person_pipeline.hpp"

#include <algorithm>
#include <utility>

#include "boxes.hpp"
#include "reid/steady_saliency.hpp"

namespace reid {

namespace {

constexpr double SMALLEST_VISIBLE_SHARE = 0.3;  // of a box inside the frame; a track with less has left the picture
constexpr double CLEAN_VISIBLE_SHARE = 0.8;     // of a box inside the frame, for an embedding that the gallery keeps

PersonPipelineOptions completed(PersonPipelineOptions options, const Detector& detector, const Embedder& embedder) {
    CV_CheckGE(options.detectEvery, 1, "PersonPipeline: detectEvery must be 1 or more");
    CV_CheckGE(options.identifyAfter, 1, "PersonPipeline: identifyAfter must be 1 or more");
    CV_CheckGE(options.carryFor, 0, "PersonPipeline: carryFor must be 0 or more");
    options.tracker.metric = options.gallery.metric = embedder.folder().metric;
    options.tracker.startConfidence = detector.startConfidence();
    return options;
}

/// What the gallery said when a track was given its identity.
struct Naming {
    int identity;
    std::optional<double> distance, runnerUp;
};

template <typename Value>
void keepOnly(const std::set<int>& keys, std::map<int, Value>& entries) {
    for (auto entry = entries.begin(); entry != entries.end();) {
        entry = keys.count(entry->first) != 0 ? std::next(entry) : entries.erase(entry);
    }
}

}  // namespace

struct PersonPipeline::Impl {
    Impl(std::unique_ptr<Detector> someDetector, std::unique_ptr<Embedder> someEmbedder,
         const PersonPipelineOptions& pipelineOptions)
        : detector(std::move(someDetector)),
          embedder(std::move(someEmbedder)),
          options(completed(pipelineOptions, *detector, *embedder)),
          tracker(options.tracker),
          gallery(options.gallery) {}

    void detect(const cv::Mat& frame);
    void endTracksOutside(cv::Size frame);
    std::vector<Person> visiblePeople(const cv::Mat& frame);
    void nameNewTracks();
    void name(const Track& track, const std::optional<Match>& match);
    void learn(const std::vector<Person>& people, cv::Size frame);
    bool isVisible(const Track& track) const {
        return track.confirmed && track.framesSinceDetection <= options.carryFor;
    }
    std::set<int> visibleIdentities() const;

    std::unique_ptr<Detector> detector;
    std::unique_ptr<Embedder> embedder;
    PersonPipelineOptions options;
    Tracker tracker;
    Gallery gallery;
    std::map<int, Naming> names;             // by track id
    std::map<int, SteadySaliency> saliency;  // by track id
    int64_t frames = 0;
};

void PersonPipeline::Impl::detect(const cv::Mat& frame) {
    std::vector<Detection> detections = detector->detect(frame);
    std::vector<cv::Rect2f> boxes;
    const auto outside = [&](const Detection& detection) {
        return coveredShare(detection.box, cutAtFrame(detection.box, frame.size())) < SMALLEST_VISIBLE_SHARE;
    };
    detections.erase(std::remove_if(detections.begin(), detections.end(), outside), detections.end());
    boxes.reserve(detections.size());
    for (const Detection& detection : detections)
        boxes.push_back(cutAtFrame(detection.box, frame.size()));
    std::vector<Embedding> embeddings;
    for (Appearance& appearance : embedder->embed(frame, boxes))
        embeddings.push_back(std::move(appearance.embedding));
    tracker.update(detections, embeddings);
}

void PersonPipeline::Impl::endTracksOutside(cv::Size frame) {
    std::vector<int> gone;
    for (const Track& track : tracker.tracks()) {
        if (coveredShare(track.box, cutAtFrame(track.box, frame)) < SMALLEST_VISIBLE_SHARE) gone.push_back(track.id);
    }
    for (int id : gone)
        tracker.end(id);
}

std::set<int> PersonPipeline::Impl::visibleIdentities() const {
    std::set<int> identities;
    for (const Track& track : tracker.tracks()) {
        const auto found = names.find(track.id);
        if (found != names.end() && isVisible(track)) identities.insert(found->second.identity);
    }
    return identities;
}

void PersonPipeline::Impl::name(const Track& track, const std::optional<Match>& match) {
    if (!match) {
        names[track.id] = {gallery.enroll(track.embedding), std::nullopt, std::nullopt};
        return;
    }
    // A hidden track that waited for this person is superseded: nobody is in the picture twice.
    const auto waiting = std::find_if(names.begin(), names.end(),
                                      [&](const auto& entry) { return entry.second.identity == match->identity; });
    if (waiting != names.end()) tracker.end(waiting->first);
    names[track.id] = {match->identity, match->distance, match->runnerUp};
}

void PersonPipeline::Impl::nameNewTracks() {
    std::vector<Track> nameless;
    for (const Track& track : tracker.tracks()) {
        const bool ready = isVisible(track) && track.detections >= options.identifyAfter;
        if (ready && names.count(track.id) == 0) nameless.push_back(track);
    }
    // The surest match first: of two people who come at once the likelier one gets the identity. People of the same
    // frame are not enrolled before everybody had the chance to be recognized.
    while (!nameless.empty()) {
        const std::set<int> excluded = visibleIdentities();
        std::vector<std::optional<Match>> matches;
        matches.reserve(nameless.size());
        for (const Track& track : nameless)
            matches.push_back(gallery.identify(track.embedding, excluded));
        size_t surest = 0;
        for (size_t i = 1; i < matches.size(); ++i) {
            if (matches[i] && (!matches[surest] || matches[i]->distance < matches[surest]->distance)) surest = i;
        }
        name(nameless[surest], matches[surest]);
        nameless.erase(nameless.begin() + static_cast<std::ptrdiff_t>(surest));
    }
}

std::vector<Person> PersonPipeline::Impl::visiblePeople(const cv::Mat& frame) {
    std::vector<Person> people;
    std::vector<cv::Rect2f> boxes;
    for (const Track& track : tracker.tracks()) {
        if (!isVisible(track)) continue;
        Person person{};
        person.trackId = track.id;
        person.box = cutAtFrame(track.box, frame.size());
        person.confidence = track.confidence;
        person.detected = track.framesSinceDetection == 0;
        const auto found = names.find(track.id);
        if (found != names.end()) {
            person.identity = found->second.identity;
            person.distance = found->second.distance;
            person.runnerUp = found->second.runnerUp;
        }
        boxes.push_back(person.box);
        people.push_back(std::move(person));
    }
    std::vector<Appearance> appearances = embedder->embed(frame, boxes);
    for (size_t i = 0; i < people.size(); ++i) {
        people[i].appearance = std::move(appearances[i]);
        people[i].steadySaliency =
            saliency[people[i].trackId].update(people[i].appearance.maps, people[i].appearance.norms);
    }
    return people;
}

void PersonPipeline::Impl::learn(const std::vector<Person>& people, cv::Size frame) {
    for (const Person& person : people) {
        if (!person.detected || !person.identity) continue;
        const auto track = std::find_if(tracker.tracks().begin(), tracker.tracks().end(),
                                        [&](const Track& one) { return one.id == person.trackId; });
        const bool clean =
            !track->crowded && coveredShare(track->box, cutAtFrame(track->box, frame)) >= CLEAN_VISIBLE_SHARE;
        const Embedding& embedding = person.appearance.embedding;
        // A track that slipped to another person must not spoil the identity.
        if (clean && gallery.distanceTo(*person.identity, embedding) <= options.gallery.acceptDistance) {
            gallery.add(*person.identity, embedding);
        }
    }
}

PersonPipeline::PersonPipeline(std::unique_ptr<Detector> detector, std::unique_ptr<Embedder> embedder,
                               const PersonPipelineOptions& options) {
    CV_Assert(detector && embedder);
    impl_ = std::make_unique<Impl>(std::move(detector), std::move(embedder), options);
}

PersonPipeline::~PersonPipeline() = default;

const Gallery& PersonPipeline::gallery() const {
    return impl_->gallery;
}

std::vector<Person> PersonPipeline::process(const cv::Mat& frame) {
    CV_Assert(!frame.empty());
    if (impl_->frames++ % impl_->options.detectEvery == 0) {
        impl_->detect(frame);
    } else {
        impl_->tracker.predict();
    }
    impl_->endTracksOutside(frame.size());
    impl_->nameNewTracks();
    std::vector<Person> people = impl_->visiblePeople(frame);
    impl_->learn(people, frame.size());

    std::set<int> living;
    for (const Track& track : impl_->tracker.tracks())
        living.insert(track.id);
    keepOnly(living, impl_->names);
    keepOnly(living, impl_->saliency);
    return people;
}

}  // namespace reid
