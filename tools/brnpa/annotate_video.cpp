#include "annotate_video.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <set>
#include <utility>

#include "clock_text.hpp"
#include "earlier_results.hpp"
#include "input_paths.hpp"
#include "people_pipeline.hpp"
#include "read_ahead.hpp"
#include "recording_time.hpp"
#include "reid/anonymise.hpp"
#include "reid/errors.hpp"
#include "reid/journaled_detector.hpp"
#include "reid/network_engine.hpp"
#include "reid/stored_detections.hpp"
#include "report.hpp"
#include "steady_reader.hpp"
#include "video_results.hpp"

namespace {

constexpr int64_t NS_PER_MS = 1000000;
constexpr int MOST_DETECT_EVERY =
    1000;  ///< frames; a wider step in a file tells when somebody was seen, not looked for

/// Beside the results until they are whole: what the detector said, for the next run if this one is killed.
constexpr const char* JOURNAL_NAME = ".detections";

constexpr int64_t MEMORY_AHEAD = 256 << 20;  ///< bytes of frames that wait for their detections

int framesIn(int64_t bytes, const video::VideoFormat& format) {
    constexpr int64_t BYTES_OF_TWO_PIXELS = 9;  // six of the image, three of the planes
    return static_cast<int>(2 * bytes / (BYTES_OF_TWO_PIXELS * std::max(format.size.area(), 1)));
}

/// A detector, or a file with what one found.
struct Source {
    Finder finder;
    int64_t lastStored = -1;  ///< last frame that a file of detections tells about; -1 with a detector
};

/// Detection is half of the work, and depends on nothing but the frame: the detectors have the other cores.
bool detectsOnTheSide(const AnnotateOptions& options) {
    return options.detections.empty();
}

void leaveOtherCores(const AnnotateOptions& options) {
    if (!detectsOnTheSide(options)) return;
    reid::computeOnThisThreadAlone();
    if (options.people.detector.options.engine != reid::NetworkEngine::OpenCv) cv::setNumThreads(1);
}

Source makeSource(const AnnotateOptions& options, const std::string& input) {
    if (detectsOnTheSide(options)) return {makeParallelFinder(options.people, options.jobs)};
    auto stored = reid::StoredDetections::read(options.detections, input);
    const int64_t step = stored.step();
    const int every = options.people.detectEvery.value_or(step <= MOST_DETECT_EVERY ? static_cast<int>(step) : 1);
    const int64_t last = stored.lastFrame();
    return {{std::make_unique<reid::StoredDetector>(std::move(stored), every), every}, last};
}

/// Thrown to undo what a video that was stopped has added to the gallery.
struct Undo {};

/// The work on one video.
class VideoWork {
  public:
    VideoWork(const AnnotateContext& context, const AnnotateTask& task, const VideoEvents& events)
        : context_(context), options_(context.options), task_(task), events_(events) {}

    VideoResult operator()();

  private:
    std::string journalPath() const { return (std::filesystem::path(task_.folder) / JOURNAL_NAME).string(); }
    bool resumesWithGallery() const { return options_.resume && !options_.people.gallery.empty(); }
    bool mayGoOn() const { return !context_.stop() && (!options_.maxFrames || summary_.frames < *options_.maxFrames); }
    /// Whether what was made is given its place.
    bool isKept() const { return folder_ && summary_.frames > 0 && !(stopped_ && options_.resume); }
    void open();
    void keepJournal();
    void removeJournal() const;
    VideoResult annotate();
    void makeWithOwnGallery();
    void make(std::unique_ptr<reid::Gallery> gallery);
    void readThrough(reid::PersonPipeline& pipeline, VideoResults& results);
    void noteWarnings();
    void seal();
    std::optional<int64_t> expectedFrames() const;
    VideoResult result(VideoOutcome outcome);

    const AnnotateContext& context_;
    const AnnotateOptions& options_;
    const AnnotateTask& task_;
    const VideoEvents& events_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::unique_ptr<SteadyReader> reader_;
    Source source_;
    std::unique_ptr<reid::Embedder> embedder_;
    std::unique_ptr<ResultFolder> folder_;
    std::unique_ptr<OpenFolders::Entry> entry_;
    VideoSummary summary_;
    std::string warning_;
    size_t knownBefore_ = 0, known_ = 0;
    bool stopped_ = false;
};

VideoResult VideoWork::result(VideoOutcome outcome) {
    VideoResult result{};
    result.outcome = outcome;
    result.summary = std::move(summary_);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    result.warning = warning_;
    result.knownBefore = knownBefore_;
    result.known = known_;
    return result;
}

std::optional<int64_t> VideoWork::expectedFrames() const {
    const auto estimate = reader_->estimatedFrames();
    if (!options_.maxFrames) return estimate;
    return estimate ? std::min(*estimate, *options_.maxFrames) : options_.maxFrames;
}

void VideoWork::open() {
    summary_.input = InputState::of(task_.input);
    summary_.settings = context_.settings;
    summary_.camera = options_.camera.empty() ? cameraNameOf(task_.input) : options_.camera;
    summary_.lasting = !options_.people.gallery.empty();
    video::VideoReaderOptions readerOptions;
    readerOptions.stop = context_.stop;
    readerOptions.keepPlanes = options_.formats.count(ResultFormat::Film) != 0;
    // The networks are loaded while the decoder is.
    auto source = std::async(std::launch::async, [this] { return makeSource(options_, task_.input); });
    auto embedder = std::async(std::launch::async, [this] {
        leaveOtherCores(options_);
        return makeEmbedder(options_.people, context_.model);
    });
    leaveOtherCores(options_);
    try {
        reader_ = std::make_unique<SteadyReader>(task_.input, readerOptions);
    } catch (const reid::ResourceError& error) {
        throw UnreadableVideo(error.what());
    }
    summary_.size = reader_->format().size;
    source_ = source.get();
    embedder_ = embedder.get();
    if (options_.resume && options_.detections.empty()) keepJournal();
}

void VideoWork::keepJournal() {
    const nlohmann::ordered_json subject = {{"input", summary_.input.input},
                                            {"bytes", summary_.input.bytes},
                                            {"modified_ns", summary_.input.modifiedNs},
                                            {"settings", summary_.settings}};
    source_.finder.detector = std::make_unique<reid::JournaledDetector>(
        std::move(source_.finder.detector), journalPath(),
        subject.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void VideoWork::removeJournal() const {
    std::error_code ignored;
    std::filesystem::remove(journalPath(), ignored);
}

void VideoWork::readThrough(reid::PersonPipeline& pipeline, VideoResults& results) {
    const int64_t beginMs = recordingTimeMs(options_.recordedAt, task_.input, reader_->durationNs());
    const reid::PersonPainter painter = makePainter(options_.people);
    AppearanceLog appearances(overlayOf(options_.people));
    std::set<int> tracks;
    int64_t read = 0;
    ReadAhead<video::VideoFrame> ahead(
        [&](video::VideoFrame& frame) {
            return (!options_.maxFrames || read < *options_.maxFrames) && reader_->read(frame) && ++read > 0;
        },
        [&](const video::VideoFrame& frame) { pipeline.expect(frame.image); },
        std::min(pipeline.ahead(), framesIn(MEMORY_AHEAD, reader_->format())));
    video::VideoFrame frame;
    while (mayGoOn() && ahead.read(frame)) {
        const std::vector<reid::Person> people = pipeline.process(frame.image, beginMs + frame.ptsNs / NS_PER_MS);
        const std::vector<cv::Rect2f> hidden =
            options_.people.anonymise ? pipeline.everybody() : std::vector<cv::Rect2f>();
        reid::anonymise(frame.image, hidden);
        appearances.add(frame.image, frame.ptsNs, frame.durationNs, people);
        if (results.needsPainting() || !options_.snapshot.empty()) painter.draw(frame.image, people);
        video::noteDrawing(frame, reid::anonymisedParts(hidden, frame.image.size()));
        video::noteDrawing(frame, reid::PersonPainter::touched(people, frame.image.size()));
        results.write(summary_.frames, frame, people);
        context_.snapshot.offer(frame.image, people.size());
        for (const reid::Person& person : people)
            tracks.insert(person.trackId);
        ++summary_.frames;
        summary_.endNs = frame.ptsNs + frame.durationNs;
        events_.advanced(summary_.frames);
    }
    stopped_ = context_.stop();
    summary_.whole = !stopped_;
    summary_.tracks = static_cast<int64_t>(tracks.size());
    summary_.people = appearances.people();
}

void VideoWork::noteWarnings() {
    if (const auto said = reader_->warning()) warning_ = summary_.warning = *said;
    const bool sawTheEnd = !stopped_ && (!options_.maxFrames || summary_.frames < *options_.maxFrames);
    if (sawTheEnd && warning_.empty() && source_.lastStored >= summary_.frames)
        warning_ = fmt::format("The detections in {} go on to frame {}, but the video ends with frame {}.",
                               options_.detections, source_.lastStored, summary_.frames - 1);
}

void VideoWork::make(std::unique_ptr<reid::Gallery> gallery) {
    const auto pipeline = makePeoplePipeline(options_.people, std::move(source_.finder), std::move(embedder_),
                                             std::move(gallery), summary_.camera);
    stopped_ = context_.stop();
    if (stopped_) return;
    folder_ = std::make_unique<ResultFolder>(task_.folder, fileNamesOf(options_.formats),
                                             options_.overwrite || options_.resume, otherFileNames(options_.formats));
    entry_ = std::make_unique<OpenFolders::Entry>(context_.folders, *folder_);
    VideoResults results(*folder_, options_.formats, reader_->format());
    knownBefore_ = pipeline->gallery().size();
    events_.opened(reader_->format(), expectedFrames());
    readThrough(*pipeline, results);
    noteWarnings();
    known_ = pipeline->gallery().size();
    if (isKept()) results.finish();
}

/// The files that are made of what is known at the end; the last one says that all of them are whole.
void VideoWork::seal() {
    if (options_.formats.count(ResultFormat::Report) != 0) {
        Report report;
        const bool hasFilm = options_.formats.count(ResultFormat::Film) != 0;
        report.add(task_.title, hasFilm ? fileNameOf(ResultFormat::Film) : "", summary_);
        report.write(folder_->staged(fileNameOf(ResultFormat::Report)));
    }
    summary_.write(folder_->staged(SUMMARY_NAME));
}

/// The gallery gets all that the video adds, or nothing: the video is done once, however often it is begun.
void VideoWork::makeWithOwnGallery() {
    auto opened = openGallery(options_.people, context_.model);
    reid::LastingGallery& file = *opened;
    const reid::SharedGallery gallery(std::move(opened));
    try {
        file.atomically([&] {
            make(gallery.lend());
            if (stopped_) throw Undo();
            summary_.galleryVisits = galleryVisitsOf(file);
            seal();
        });
    } catch (const Undo&) {
        known_ = knownBefore_;
    }
}

VideoResult VideoWork::annotate() {
    if (options_.resume) {
        const auto visits = [&] { return galleryVisitsOf(*openGallery(options_.people, context_.model)); };
        if (auto earlier = finishedEarlier(task_, options_, context_.settings, visits)) {
            summary_ = std::move(*earlier);
            return result(VideoOutcome::DoneEarlier);
        }
    }
    open();
    if (resumesWithGallery()) {
        makeWithOwnGallery();
    } else {
        make(context_.gallery ? context_.gallery->lend() : nullptr);
        if (isKept()) seal();
    }
    const bool kept = isKept();
    if (kept) folder_->publish();
    entry_.reset();
    folder_.reset();
    if (!kept) return result(VideoOutcome::Dropped);
    return result(stopped_ ? VideoOutcome::CutShort : VideoOutcome::Done);
}

VideoResult VideoWork::operator()() {
    try {
        VideoResult outcome = annotate();
        if (outcome.outcome != VideoOutcome::Dropped) removeJournal();
        return outcome;
    } catch (const reid::InputError&) {
        removeJournal();  // there is nothing to go on with
        throw;
    }
}

}  // namespace

VideoResult annotateVideo(const AnnotateContext& context, const AnnotateTask& task, const VideoEvents& events) {
    return VideoWork(context, task, events)();
}
