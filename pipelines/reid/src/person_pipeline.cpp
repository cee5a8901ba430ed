#include "reid/person_pipeline.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "boxes.hpp"
#include "reid/memory_gallery.hpp"
#include "reid/steady_saliency.hpp"

namespace reid {

namespace {

constexpr double SMALLEST_VISIBLE_SHARE = 0.3;  // of a box inside the frame; a track with less has left the picture
constexpr double CLEAN_VISIBLE_SHARE = 0.8;     // of a box inside the frame, for an embedding that the gallery keeps

PersonPipelineOptions completed(PersonPipelineOptions options, const Detector& detector, const Embedder& embedder) {
    CV_CheckGE(options.detectEvery, 1, "PersonPipeline: detectEvery must be 1 or more");
    CV_CheckGE(options.lookEvery, 1, "PersonPipeline: lookEvery must be 1 or more");
    CV_CheckGE(options.identifyAfter, 1, "PersonPipeline: identifyAfter must be 1 or more");
    CV_CheckGE(options.carryFor, 0, "PersonPipeline: carryFor must be 0 or more");
    options.tracker.metric = options.gallery.metric = embedder.folder().metric;
    options.tracker.startConfidence = detector.startConfidence();
    options.tracker.lookEvery = options.lookEvery;
    return options;
}

/// Owns the frame's bytes no longer than the frame lives: a gallery copies what it keeps.
cv::Mat pictureOf(const cv::Mat& frame, const cv::Rect2f& box) {
    const cv::Rect whole(cv::Point(), frame.size());
    const cv::Rect inside = cv::Rect(cutAtFrame(box, frame.size())) & whole;
    return inside.empty() ? cv::Mat() : frame(inside);
}

View viewOf(Appearance appearance, const cv::Mat& frame, const cv::Rect2f& box, const Sighting& sighting) {
    View view;
    view.saliency = SteadySaliency(1).update(appearance.maps, appearance.norms);
    view.embedding = std::move(appearance.embedding);
    view.picture = pictureOf(frame, box);
    view.sighting = sighting;
    return view;
}

template <typename Value>
void keepOnly(const std::set<int>& keys, std::map<int, Value>& entries) {
    for (auto entry = entries.begin(); entry != entries.end();) {
        entry = keys.count(entry->first) != 0 ? std::next(entry) : entries.erase(entry);
    }
}

}  // namespace

struct PersonPipeline::Impl {
    /// The latest look at a track.
    struct Look {
        int64_t frame;
        Appearance appearance;
        SteadySaliency calm;
        cv::Mat steadySaliency;
    };

    /// What the gallery said when a track was given its identity.
    struct Naming {
        int identity;
        std::optional<double> distance, runnerUp;
    };

    Impl(std::unique_ptr<Detector> someDetector, std::unique_ptr<Embedder> someEmbedder,
         const PersonPipelineOptions& pipelineOptions, std::unique_ptr<Gallery> someGallery)
        : detector(std::move(someDetector)),
          embedder(std::move(someEmbedder)),
          options(completed(pipelineOptions, *detector, *embedder)),
          tracker(options.tracker),
          gallery(someGallery ? std::move(someGallery) : std::make_unique<MemoryGallery>(options.gallery)) {
        CV_Check(static_cast<int>(gallery->options().metric), gallery->options().metric == options.gallery.metric,
                 "PersonPipeline: the gallery has another metric than the model");
    }

    void detect(const cv::Mat& frame);
    void look(int track, Appearance appearance);
    void lookWhereDue(const cv::Mat& frame);
    void endTracksOutside(cv::Size frame);
    std::vector<Person> visiblePeople(const cv::Mat& frame);
    void nameNewTracks(const cv::Mat& frame, const Sighting& sighting);
    void enroll(const Track& track, const cv::Mat& frame, const Sighting& sighting);
    void recognize(const Track& track, const Match& match);
    void learn(const std::vector<Person>& people, const cv::Mat& frame, const Sighting& sighting);
    bool isVisible(const Track& track) const {
        return track.confirmed && track.framesSinceDetection <= options.carryFor;
    }
    std::set<int> visibleIdentities() const;

    std::unique_ptr<Detector> detector;
    std::unique_ptr<Embedder> embedder;
    PersonPipelineOptions options;
    Tracker tracker;
    std::unique_ptr<Gallery> gallery;
    std::map<int, Naming> names;  // by track id
    std::map<int, Look> looks;    // by track id
    int64_t frames = 0;
};

void PersonPipeline::Impl::detect(const cv::Mat& frame) {
    std::vector<Detection> detections = detector->detect(frame);
    const auto outside = [&](const Detection& detection) {
        return coveredShare(detection.box, cutAtFrame(detection.box, frame.size())) < SMALLEST_VISIBLE_SHARE;
    };
    detections.erase(std::remove_if(detections.begin(), detections.end(), outside), detections.end());
    std::vector<Appearance> seen(detections.size());
    tracker.update(detections, [&](const std::vector<size_t>& wanted) {
        std::vector<cv::Rect2f> boxes;
        boxes.reserve(wanted.size());
        for (size_t i : wanted)
            boxes.push_back(cutAtFrame(detections[i].box, frame.size()));
        std::vector<Appearance> appearances = embedder->embed(frame, boxes);
        std::vector<Embedding> embeddings;
        embeddings.reserve(wanted.size());
        for (size_t i = 0; i < wanted.size(); ++i) {
            embeddings.push_back(appearances[i].embedding);
            seen[wanted[i]] = std::move(appearances[i]);
        }
        return embeddings;
    });
    for (const Track& track : tracker.tracks()) {
        if (track.framesSinceLook == 0) look(track.id, std::move(seen[static_cast<size_t>(track.detection)]));
    }
}

void PersonPipeline::Impl::look(int track, Appearance appearance) {
    Look& latest = looks[track];
    latest.frame = frames;
    latest.steadySaliency = latest.calm.update(appearance.maps, appearance.norms);
    latest.appearance = std::move(appearance);
}

void PersonPipeline::Impl::lookWhereDue(const cv::Mat& frame) {
    std::vector<int> due;
    std::vector<cv::Rect2f> boxes;
    for (const Track& track : tracker.tracks()) {
        if (!isVisible(track) || track.framesSinceLook < options.lookEvery) continue;
        due.push_back(track.id);
        boxes.push_back(cutAtFrame(track.box, frame.size()));
    }
    std::vector<Appearance> appearances = embedder->embed(frame, boxes);
    for (size_t i = 0; i < due.size(); ++i) {
        look(due[i], std::move(appearances[i]));
        tracker.noteLook(due[i]);
    }
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

void PersonPipeline::Impl::enroll(const Track& track, const cv::Mat& frame, const Sighting& sighting) {
    std::vector<Appearance> now = embedder->embed(frame, {cutAtFrame(track.box, frame.size())});
    // Not the track's embedding, which no picture would show: what a gallery keeps can be checked by eye.
    const View view = viewOf(std::move(now.front()), frame, track.box, sighting);
    names[track.id] = {gallery->enroll(view), std::nullopt, std::nullopt};
}

void PersonPipeline::Impl::recognize(const Track& track, const Match& match) {
    // A hidden track that waited for this person is superseded: nobody is in the picture twice.
    const auto waiting = std::find_if(names.begin(), names.end(),
                                      [&](const auto& entry) { return entry.second.identity == match.identity; });
    if (waiting != names.end()) tracker.end(waiting->first);
    names[track.id] = {match.identity, match.distance, match.runnerUp};
}

void PersonPipeline::Impl::nameNewTracks(const cv::Mat& frame, const Sighting& sighting) {
    std::vector<Track> nameless;
    for (const Track& track : tracker.tracks()) {
        const bool ready = isVisible(track) && track.detections >= options.identifyAfter;
        if (ready && names.count(track.id) == 0) nameless.push_back(track);
    }
    // The surest match first: of two people who come at once the likelier one gets the identity. People of the same
    // frame are not enrolled before everybody had the chance to be recognized. Who is undecided waits: the next
    // detections or a rival's identity may decide it.
    while (!nameless.empty()) {
        const std::set<int> excluded = visibleIdentities();
        std::vector<Verdict> verdicts;
        verdicts.reserve(nameless.size());
        for (const Track& track : nameless)
            verdicts.push_back(gallery->identify(track.embedding, excluded));
        const auto rank = [](const Verdict& verdict) {
            return verdict.answer == Answer::Known ? verdict.match->distance
                   : verdict.answer == Answer::New ? std::numeric_limits<double>::max()
                                                   : std::numeric_limits<double>::infinity();
        };
        const auto surest = std::min_element(verdicts.begin(), verdicts.end(),
                                             [&](const Verdict& a, const Verdict& b) { return rank(a) < rank(b); });
        if (surest->answer == Answer::Undecided) break;
        const auto track = nameless.begin() + (surest - verdicts.begin());
        if (surest->answer == Answer::Known) {
            recognize(*track, *surest->match);
        } else {
            enroll(*track, frame, sighting);
        }
        gallery->countVisit(names[track->id].identity, sighting);
        nameless.erase(track);
    }
}

std::vector<Person> PersonPipeline::Impl::visiblePeople(const cv::Mat& frame) {
    std::vector<Person> people;
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
            person.name = gallery->nameOf(found->second.identity);
        }
        const Look& latest = looks.at(track.id);
        person.looked = latest.frame == frames;
        person.appearance = latest.appearance;
        person.steadySaliency = latest.steadySaliency;
        people.push_back(std::move(person));
    }
    return people;
}

void PersonPipeline::Impl::learn(const std::vector<Person>& people, const cv::Mat& frame, const Sighting& sighting) {
    for (const Person& person : people) {
        if (!person.detected || !person.looked || !person.identity) continue;
        const auto track = std::find_if(tracker.tracks().begin(), tracker.tracks().end(),
                                        [&](const Track& one) { return one.id == person.trackId; });
        const bool clean =
            !track->crowded && coveredShare(track->box, cutAtFrame(track->box, frame.size())) >= CLEAN_VISIBLE_SHARE;
        if (!clean) continue;
        // A track that slipped to another person must not spoil the identity, nor a view that anybody could have.
        const std::optional<Match> match = gallery->nearest(person.appearance.embedding);
        if (match && match->identity == *person.identity && match->distance <= gallery->options().acceptDistance) {
            gallery->add(*person.identity, viewOf(person.appearance, frame, person.box, sighting));
        }
    }
}

PersonPipeline::PersonPipeline(std::unique_ptr<Detector> detector, std::unique_ptr<Embedder> embedder,
                               const PersonPipelineOptions& options, std::unique_ptr<Gallery> gallery) {
    CV_Assert(detector && embedder);
    impl_ = std::make_unique<Impl>(std::move(detector), std::move(embedder), options, std::move(gallery));
}

PersonPipeline::~PersonPipeline() = default;

const Gallery& PersonPipeline::gallery() const {
    return *impl_->gallery;
}

void PersonPipeline::endTracks() {
    std::vector<int> living;
    for (const Track& track : impl_->tracker.tracks())
        living.push_back(track.id);
    for (int id : living)
        impl_->tracker.end(id);
    impl_->names.clear();
    impl_->looks.clear();
    impl_->frames = 0;  // the detector runs on the next frame
}

std::vector<Person> PersonPipeline::process(const cv::Mat& frame, int64_t timeMs) {
    CV_Assert(!frame.empty());
    if (impl_->frames % impl_->options.detectEvery == 0) {
        impl_->detect(frame);
    } else {
        impl_->tracker.predict();
    }
    impl_->endTracksOutside(frame.size());
    const Sighting sighting{impl_->options.camera, timeMs};
    impl_->nameNewTracks(frame, sighting);
    impl_->lookWhereDue(frame);
    std::vector<Person> people = impl_->visiblePeople(frame);
    impl_->learn(people, frame, sighting);

    std::set<int> living;
    for (const Track& track : impl_->tracker.tracks())
        living.insert(track.id);
    keepOnly(living, impl_->names);
    keepOnly(living, impl_->looks);
    ++impl_->frames;
    return people;
}

}  // namespace reid
