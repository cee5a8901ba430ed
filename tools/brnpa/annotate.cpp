#include "annotate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "clock_text.hpp"
#include "interruption.hpp"
#include "people_pipeline.hpp"
#include "progress.hpp"
#include "reid/errors.hpp"
#include "reid/record_sink.hpp"
#include "reid/stored_detections.hpp"
#include "result_folder.hpp"
#include "snapshot.hpp"
#include "video/video_reader.hpp"
#include "video/video_writer.hpp"

namespace {

constexpr const char* VIDEO_NAME = "annotated.mp4";
constexpr const char* RECORDS_NAME = "records.jsonl";
constexpr const char* TRACKS_NAME = "tracks.txt";
constexpr int MOST_DETECT_EVERY =
    1000;  ///< frames; a wider step in a file tells when somebody was seen, not looked for

/// A detector, or a file with what one found.
struct Source {
    Finder finder;
    int64_t lastStored = -1;  ///< last frame that a file of detections tells about; -1 with a detector
};

Source makeSource(const AnnotateOptions& options) {
    if (options.detections.empty()) return {makeFinder(options.people)};
    auto stored = reid::StoredDetections::read(options.detections, options.input);
    const int64_t step = stored.step();
    const int every = options.people.detectEvery.value_or(step <= MOST_DETECT_EVERY ? static_cast<int>(step) : 1);
    const int64_t last = stored.lastFrame();
    return {{std::make_unique<reid::StoredDetector>(std::move(stored), every), every}, last};
}

std::unique_ptr<reid::PersonPipeline> makePipeline(const AnnotateOptions& options, Finder finder) {
    const reid::ModelFolder folder = reid::ModelFolder::load(options.people.model);
    return makePeoplePipeline(options.people, std::move(finder), folder, openGallery(options.people, folder),
                              options.camera.empty() ? cameraNameOf(options.input) : options.camera);
}

std::optional<int64_t> expectedFrames(const AnnotateOptions& options, const video::VideoReader& reader) {
    const auto estimate = reader.estimatedFrames();
    if (!options.maxFrames) return estimate;
    return estimate ? std::min(*estimate, *options.maxFrames) : options.maxFrames;
}

constexpr int64_t NS_PER_MS = 1000000;

/// What was seen, for the summary.
struct Tally {
    int64_t frames = 0;
    std::set<int> tracks;
    std::set<int> identities;

    void add(const std::vector<reid::Person>& people) {
        ++frames;
        for (const reid::Person& person : people) {
            tracks.insert(person.trackId);
            if (person.identity) identities.insert(*person.identity);
        }
    }
};

/// The files of one run; all or none of them appear.
class Results {
  public:
    Results(ResultFolder& folder, const video::VideoFormat& format)
        : folder_(folder), film_(folder.staged(VIDEO_NAME), format) {
        sinks_.push_back(reid::makeJsonLinesSink(folder.staged(RECORDS_NAME)));
        sinks_.push_back(reid::makeMotSink(folder.staged(TRACKS_NAME)));
    }

    void write(int64_t index, const video::VideoFrame& frame, const std::vector<reid::Person>& people) {
        film_.write(frame);
        for (const auto& sink : sinks_)
            sink->write(index, frame.ptsNs, people);
    }

    void finish() {
        film_.finish();
        for (const auto& sink : sinks_)
            sink->finish();
        folder_.publish();
    }

  private:
    ResultFolder& folder_;
    video::VideoWriter film_;
    std::vector<std::unique_ptr<reid::RecordSink>> sinks_;
};

void sayWhatComesIn(std::ostream& out, const AnnotateOptions& options, const video::VideoFormat& format,
                    std::optional<int64_t> frames, double acceptDistance) {
    out << fmt::format("Annotating {}: {}x{} pixels", options.input, format.size.width, format.size.height);
    if (format.frameRate.numerator > 0) out << fmt::format(", {:.4g} frames a second", format.frameRate.value());
    if (frames) out << fmt::format(", {} to do", counted(*frames, "frame", "frames"));
    out << fmt::format(". The same person up to distance {:.3f}.", acceptDistance) << std::endl;
}

void sayWhatCameOut(std::ostream& out, const AnnotateOptions& options, const Tally& tally, const Snapshot& snapshot,
                    double seconds) {
    out << fmt::format("{} in {} ({:.1f} frames/s): {}, {}.\n", counted(tally.frames, "frame", "frames"),
                       spokenDuration(seconds), tally.frames / std::max(seconds, 1e-3),
                       counted(tally.tracks.size(), "track", "tracks"),
                       counted(tally.identities.size(), "identity", "identities"));
    out << fmt::format("Results in {}: {}, {}, {}.\n", options.output, VIDEO_NAME, RECORDS_NAME, TRACKS_NAME);
    if (snapshot.people() > 0)
        out << fmt::format("Snapshot with {} in {}.\n", counted(snapshot.people(), "person", "people"),
                           snapshot.path());
    out << std::flush;
}

}  // namespace

int annotate(const AnnotateOptions& options, std::ostream& out, std::ostream& warnings, bool terminal) {
    std::mutex folderMutex;
    std::unique_ptr<ResultFolder> folder;
    Interruption interruption([&] {
        const std::lock_guard<std::mutex> guard(folderMutex);
        if (folder) folder->abandon();
    });

    video::VideoReaderOptions readerOptions;
    readerOptions.stop = [&] { return interruption.requested(); };
    video::VideoReader reader(options.input, readerOptions);
    Source source = makeSource(options);
    const int64_t lastStored = source.lastStored;
    const auto pipeline = makePipeline(options, std::move(source.finder));
    if (interruption.requested()) {
        warnings << "brnpa: Interrupted before the first frame: nothing was written." << std::endl;
        return Interruption::EXIT_CODE;
    }
    {
        const std::lock_guard<std::mutex> guard(folderMutex);
        folder = std::make_unique<ResultFolder>(
            options.output, std::vector<std::string>{RECORDS_NAME, TRACKS_NAME, VIDEO_NAME}, options.overwrite);
    }
    Results results(*folder, reader.format());
    Snapshot snapshot(options.snapshot);
    const reid::PersonPainter painter = makePainter(options.people);

    const auto expected = expectedFrames(options, reader);
    sayWhatComesIn(out, options, reader.format(), expected, pipeline->gallery().options().acceptDistance);
    Progress::Options progressOptions;
    progressOptions.terminal = terminal;
    progressOptions.total = expected;
    progressOptions.columns = terminalColumns;
    Progress progress(out, progressOptions);

    const int64_t beginMs = options.recordedAt.empty() ? nowMs() : millisecondsOf(options.recordedAt);
    const size_t knownBefore = pipeline->gallery().size();
    Tally tally;
    video::VideoFrame frame;
    while (!interruption.requested() && (!options.maxFrames || tally.frames < *options.maxFrames) &&
           reader.read(frame)) {
        const std::vector<reid::Person> people = pipeline->process(frame.image, beginMs + frame.ptsNs / NS_PER_MS);
        painter.draw(frame.image, people);
        results.write(tally.frames, frame, people);
        snapshot.offer(frame.image, people.size());
        tally.add(people);
        progress.update(tally.frames);
    }
    const bool interrupted = interruption.requested();
    progress.finish();
    if (reader.warning()) warnings << "brnpa: " << *reader.warning() << std::endl;
    const bool whole = !interrupted && (!options.maxFrames || tally.frames < *options.maxFrames);
    if (whole && lastStored >= tally.frames)
        warnings << fmt::format("brnpa: The detections in {} go on to frame {}, but the video ends with frame {}.",
                                options.detections, lastStored, tally.frames - 1)
                 << std::endl;
    if (tally.frames > 0) {
        results.finish();
        sayWhatCameOut(out, options, tally, snapshot, progress.seconds());
        if (!options.people.gallery.empty())
            out << fmt::format("Gallery {}: {}, {} of them new.", options.people.gallery,
                               counted(pipeline->gallery().size(), "person", "people"),
                               pipeline->gallery().size() - knownBefore)
                << std::endl;
    }
    if (!interrupted) return 0;
    warnings << fmt::format("brnpa: Interrupted: the results hold the first {}{}.",
                            counted(tally.frames, "frame", "frames"),
                            expected ? fmt::format(" of about {}", *expected) : "")
             << std::endl;
    return Interruption::EXIT_CODE;
}
