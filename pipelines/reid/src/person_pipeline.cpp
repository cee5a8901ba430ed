#include "reid/person_pipeline.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "boxes.hpp"
#include "reid/memory_gallery.hpp"
#include "reid/person_looks.hpp"
#include "reid/person_naming.hpp"
#include "reid/person_tracks.hpp"

namespace reid {

namespace {

/// A track lives through this many missed detections, however far apart they are.
constexpr int MISSES_SHOWN = 2;
constexpr int MISSES_KEPT = 6;

/// Adds the time that it lives.
class Stopwatch {
  public:
    explicit Stopwatch(double& milliseconds) : milliseconds_(milliseconds) {}
    ~Stopwatch() { milliseconds_ += std::chrono::duration<double, std::milli>(Clock::now() - begin_).count(); }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

  private:
    using Clock = std::chrono::steady_clock;

    double& milliseconds_;
    const Clock::time_point begin_ = Clock::now();
};

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

}  // namespace

PersonPipelineOptions PersonPipelineOptions::usual(int detectEvery, const GalleryOptions& gallery) {
    PersonPipelineOptions options;
    options.detectEvery = detectEvery;
    options.lookEvery = USUAL_LOOK_EVERY;
    options.carryFor = std::max(options.carryFor, MISSES_SHOWN * detectEvery);
    options.tracker.dropAfter = std::max(options.tracker.dropAfter, MISSES_KEPT * detectEvery);
    options.gallery = gallery;
    return options;
}

struct PersonPipeline::Impl {
    Impl(std::unique_ptr<Detector> someDetector, std::unique_ptr<Embedder> someEmbedder,
         const PersonPipelineOptions& pipelineOptions, std::unique_ptr<Gallery> someGallery)
        : detector(std::move(someDetector)),
          embedder(std::move(someEmbedder)),
          options(completed(pipelineOptions, *detector, *embedder)),
          tracks(options.tracker, options.carryFor),
          looks(options.lookEvery),
          naming(someGallery ? std::move(someGallery) : std::make_unique<MemoryGallery>(options.gallery),
                 options.identifyAfter, options.anonymise) {
        const Metric metric = naming.gallery().options().metric;
        CV_Check(static_cast<int>(metric), metric == options.gallery.metric,
                 "PersonPipeline: the gallery has another metric than the model");
    }

    void detect(const cv::Mat& frame);
    void predict(const cv::Mat& frame);
    std::vector<Appearance> embed(const cv::Mat& frame, const std::vector<cv::Rect2f>& boxes);
    void lookWhereDue(const cv::Mat& frame, const std::vector<Track>& visible);
    std::vector<Person> peopleOf(const std::vector<Track>& visible, cv::Size frame) const;
    void learn(const PersonNaming::Scene& scene, const std::vector<Track>& visible);

    std::unique_ptr<Detector> detector;
    std::unique_ptr<Embedder> embedder;
    PersonPipelineOptions options;
    PersonTracks tracks;
    PersonLooks looks;
    PersonNaming naming;
    std::vector<Detection> found;  // in this frame
    int64_t frames = 0, skipped = 0, expected = 0;
    PersonPipelineTimes times;
};

void PersonPipeline::Impl::detect(const cv::Mat& frame) {
    {
        const Stopwatch watch(times.detect);
        found = detector->detect(frame);
    }
    {
        const Stopwatch watch(times.track);
        const auto look = [&](const std::vector<cv::Rect2f>& boxes) { return embed(frame, boxes); };
        for (auto& [track, appearance] : tracks.update(found, frame.size(), look))
            looks.add(track, std::move(appearance));
    }
    times.track -= times.embed;
}

void PersonPipeline::Impl::predict(const cv::Mat& frame) {
    const Stopwatch watch(times.track);
    tracks.predict(frame.size());
}

std::vector<Appearance> PersonPipeline::Impl::embed(const cv::Mat& frame, const std::vector<cv::Rect2f>& boxes) {
    if (boxes.empty()) return {};
    const Stopwatch watch(times.embed);
    return embedder->embed(frame, boxes);
}

void PersonPipeline::Impl::lookWhereDue(const cv::Mat& frame, const std::vector<Track>& visible) {
    std::vector<int> due;
    std::vector<cv::Rect2f> boxes;
    for (const Track& track : visible) {
        if (!looks.isDue(track.id)) continue;
        due.push_back(track.id);
        boxes.push_back(cutAtFrame(track.box, frame.size()));
    }
    std::vector<Appearance> appearances = embed(frame, boxes);
    for (size_t i = 0; i < due.size(); ++i) {
        looks.add(due[i], std::move(appearances[i]));
        tracks.noteLook(due[i]);
    }
}

std::vector<Person> PersonPipeline::Impl::peopleOf(const std::vector<Track>& visible, cv::Size frame) const {
    std::vector<Person> people;
    people.reserve(visible.size());
    for (const Track& track : visible) {
        Person person{};
        person.trackId = track.id;
        person.box = cutAtFrame(track.box, frame);
        person.confidence = track.confidence;
        person.detected = track.framesSinceDetection == 0;
        if (const PersonNaming::Name* const name = naming.of(track.id)) {
            person.identity = name->identity;
            person.distance = name->distance;
            person.runnerUp = name->runnerUp;
            person.name = naming.gallery().nameOf(name->identity);
        }
        const PersonLooks::Look& latest = *looks.of(track.id);
        person.looked = looks.isOfThisFrame(latest);
        person.appearance = latest.appearance;
        person.steadySaliency = latest.steadySaliency;
        people.push_back(std::move(person));
    }
    return people;
}

void PersonPipeline::Impl::learn(const PersonNaming::Scene& scene, const std::vector<Track>& visible) {
    std::vector<PersonNaming::Seen> seen;
    for (const Track& track : visible) {
        const PersonLooks::Look& latest = *looks.of(track.id);
        if (track.framesSinceDetection == 0 && looks.isOfThisFrame(latest)) seen.push_back({track, latest.appearance});
    }
    const Stopwatch watch(times.identify);
    naming.learn(seen, scene);
}

PersonPipeline::PersonPipeline(std::unique_ptr<Detector> detector, std::unique_ptr<Embedder> embedder,
                               const PersonPipelineOptions& options, std::unique_ptr<Gallery> gallery) {
    CV_Assert(detector && embedder);
    impl_ = std::make_unique<Impl>(std::move(detector), std::move(embedder), options, std::move(gallery));
}

PersonPipeline::~PersonPipeline() = default;

const Gallery& PersonPipeline::gallery() const {
    return impl_->naming.gallery();
}

const PersonPipelineTimes& PersonPipeline::times() const {
    return impl_->times;
}

void PersonPipeline::skip(int64_t frames) {
    CV_Assert(frames >= 0);
    impl_->skipped += frames;
}

void PersonPipeline::endTracks() {
    for (int id : impl_->tracks.livingIds())
        impl_->tracks.end(id);
    impl_->naming.keepOnly({});
    impl_->looks.keepOnly({});
    impl_->frames = 0;  // the detector runs on the next frame
}

void PersonPipeline::expect(const cv::Mat& frame) {
    if ((impl_->frames + impl_->expected) % impl_->options.detectEvery == 0) impl_->detector->expect(frame);
    ++impl_->expected;
}

int PersonPipeline::ahead() const {
    return impl_->detector->ahead() * impl_->options.detectEvery;
}

std::vector<Person> PersonPipeline::process(const cv::Mat& frame, int64_t timeMs) {
    CV_Assert(!frame.empty());
    impl_->times = {};
    for (; impl_->skipped > 0 && !impl_->tracks.livingIds().empty(); --impl_->skipped) {
        impl_->looks.nextFrame();
        impl_->predict(frame);
    }
    impl_->skipped = 0;
    impl_->looks.nextFrame();
    impl_->found.clear();
    if (impl_->frames % impl_->options.detectEvery == 0) {
        impl_->detect(frame);
    } else {
        impl_->predict(frame);
    }
    const PersonNaming::Scene scene{frame, {impl_->options.camera, timeMs}};
    {
        const Stopwatch watch(impl_->times.identify);
        for (int id : impl_->naming.nameNew(impl_->tracks.visible(), scene, *impl_->embedder))
            impl_->tracks.end(id);
    }
    const std::vector<Track> visible = impl_->tracks.visible();
    impl_->lookWhereDue(frame, visible);
    std::vector<Person> people = impl_->peopleOf(visible, frame.size());
    impl_->learn(scene, visible);

    const std::set<int> living = impl_->tracks.livingIds();
    impl_->naming.keepOnly(living);
    impl_->looks.keepOnly(living);
    ++impl_->frames;
    if (impl_->expected > 0) --impl_->expected;
    return people;
}

std::vector<cv::Rect2f> PersonPipeline::everybody() const {
    std::vector<cv::Rect2f> boxes;
    for (const Detection& detection : impl_->found)
        boxes.push_back(detection.box);
    for (const Track& track : impl_->tracks.living())
        boxes.push_back(track.box);
    return boxes;
}

}  // namespace reid
