#include "annotate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "annotate_many.hpp"
#include "annotate_video.hpp"
#include "interruption.hpp"
#include "people_pipeline.hpp"
#include "progress.hpp"
#include "recording_time.hpp"
#include "reid/errors.hpp"

namespace {

void sayWhatComesIn(std::ostream& out, const AnnotateTask& task, const video::VideoFormat& format,
                    std::optional<int64_t> frames, const std::string& threshold) {
    out << fmt::format("Annotating {}: {}x{} pixels", task.input, format.size.width, format.size.height);
    if (format.frameRate.numerator > 0) out << fmt::format(", {:.4g} frames a second", format.frameRate.value());
    if (frames) out << fmt::format(", {} to do", counted(*frames, "frame", "frames"));
    out << fmt::format(". The same person up to distance {}.", threshold) << std::endl;
}

std::string fileList(const ResultFormats& formats) {
    std::string list;
    for (const std::string& name : fileNamesOf(formats))
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

void sayWhatCameOut(std::ostream& out, const AnnotateOptions& options, const VideoResult& result,
                    const Snapshot& snapshot, double seconds) {
    out << fmt::format("{} in {} ({:.1f} frames/s): {}.\n",
                       counted(static_cast<size_t>(result.summary.frames), "frame", "frames"), spokenDuration(seconds),
                       static_cast<double>(result.summary.frames) / std::max(seconds, 1e-3),
                       whoWasSeen(result.summary));
    out << fmt::format("Results in {}: {}.\n", options.output, fileList(options.formats));
    if (snapshot.people() > 0)
        out << fmt::format("Snapshot with {} in {}.\n", counted(snapshot.people(), "person", "people"),
                           snapshot.path());
    if (!options.people.gallery.empty())
        out << fmt::format("Gallery {}: {}, {} of them new.\n", options.people.gallery,
                           counted(result.known, "person", "people"),
                           result.known - std::min(result.known, result.knownBefore));
    out << std::flush;
}

int annotateOne(const AnnotateContext& context, const AnnotateTask& task, std::ostream& out, std::ostream& warnings,
                bool terminal) {
    Progress::Options progressOptions;
    progressOptions.terminal = terminal;
    progressOptions.columns = terminalColumns;
    std::optional<Progress> progress;
    std::optional<int64_t> expected;
    VideoEvents events;
    events.opened = [&](const video::VideoFormat& format, std::optional<int64_t> frames) {
        expected = progressOptions.total = frames;
        sayWhatComesIn(out, task, format, frames, context.thresholdText);
        progress.emplace(out, progressOptions);
    };
    events.advanced = [&](int64_t frames) { progress->update(frames); };
    const VideoResult result = annotateVideo(context, task, events);
    if (progress) progress->finish();
    if (!result.warning.empty()) warnings << "brnpa: " << result.warning << std::endl;

    switch (result.outcome) {
        case VideoOutcome::DoneEarlier:
            out << fmt::format("The results in {} are whole: there is nothing left to do.", task.folder) << std::endl;
            return 0;
        case VideoOutcome::Done:
            sayWhatCameOut(out, context.options, result, context.snapshot, progress->seconds());
            return 0;
        case VideoOutcome::CutShort:
            sayWhatCameOut(out, context.options, result, context.snapshot, progress->seconds());
            warnings << fmt::format("brnpa: Interrupted: the results hold the first {}{}.",
                                    counted(static_cast<size_t>(result.summary.frames), "frame", "frames"),
                                    expected ? fmt::format(" of about {}", *expected) : "")
                     << std::endl;
            break;
        case VideoOutcome::Dropped:
            warnings << (context.options.resume
                             ? "brnpa: Interrupted: no results were written; the same command does it."
                             : "brnpa: Interrupted before the first frame: nothing was written.")
                     << std::endl;
            break;
    }
    return Interruption::EXIT_CODE;
}

/// What can be refused before the first of several videos is opened.
void refuseBeforeTheWork(const AnnotateOptions& options, const std::vector<AnnotateTask>& tasks) {
    if (isOneTime(options.recordedAt))
        throw reid::InputError(fmt::format("--recorded-at {}: {}.", options.recordedAt, ONE_TIME_FOR_SEVERAL));
    for (const AnnotateTask& task : tasks)
        recordingTimeMs(options.recordedAt, task.input, 0);
    if (options.detections.empty()) {
        makeFinder(options.people);
    } else if (!std::filesystem::exists(options.detections)) {
        throw reid::InputError(fmt::format("There is no file of detections {}.", options.detections));
    }
    if (options.overwrite || options.resume) return;
    for (const AnnotateTask& task : tasks) {
        ResultFolder::refuseOlderResults(task.folder, fileNamesOf(options.formats));
        ResultFolder::refuseOlderResults(task.folder, otherFileNames(options.formats));
    }
    ResultFolder::refuseOlderResults(options.output, {fileNameOf(ResultFormat::Report)});
}

}  // namespace

std::string whoWasSeen(const VideoSummary& summary) {
    return fmt::format("{}, {}", counted(static_cast<size_t>(summary.tracks), "track", "tracks"),
                       counted(summary.people.size(), "identity", "identities"));
}

int annotate(const AnnotateOptions& options, std::ostream& out, std::ostream& warnings, bool terminal) {
    OpenFolders folders;
    const Interruption interruption([&] { folders.abandon(); });
    const std::vector<AnnotateTask> tasks = planAnnotation(options.inputs, options.output);
    const bool several = !tasks.front().name.empty();
    if (several) refuseBeforeTheWork(options, tasks);
    const reid::ModelFolder model = reid::ModelFolder::load(options.people.model);
    Snapshot snapshot(options.snapshot);
    std::optional<reid::SharedGallery> gallery;
    auto opened = openGallery(options.people, model);
    const AcceptDistance accepted = acceptDistance(options.people.accept, model, opened.get());
    // With --resume each video opens the file, so that what it finds there depends on nothing else.
    if (opened && !options.resume) gallery.emplace(std::move(opened));
    opened.reset();
    const AnnotateContext context{
        options,  model,   settingsOf(options, model, accepted.distance), gallery ? &*gallery : nullptr,
        snapshot, folders, [&] {
            return interruption.requested(); },      accepted.text};
    if (several) return annotateMany(context, tasks, out, warnings, terminal);
    return annotateOne(context, tasks.front(), out, warnings, terminal);
}
