#include "annotate_many.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "batch_progress.hpp"
#include "interruption.hpp"
#include "progress.hpp"
#include "reid/errors.hpp"
#include "report.hpp"
#include "text_table.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int A_VIDEO_FAILED = 3;  ///< exit code
constexpr double NS_PER_S = 1e9;

/// What became of one video; neither: it was not begun.
struct Ending {
    std::optional<VideoResult> result;
    std::string failure;  ///< one sentence
};

std::vector<BatchProgress::Video> videosOf(const std::vector<AnnotateTask>& tasks) {
    std::vector<BatchProgress::Video> videos;
    for (const AnnotateTask& task : tasks)
        videos.push_back({task.title, InputState::of(task.input).bytes});
    return videos;
}

BatchProgress::Options progressOptions(bool terminal) {
    BatchProgress::Options options;
    options.terminal = terminal;
    options.columns = terminalColumns;
    return options;
}

/// One run over all videos.
class Batch {
  public:
    Batch(const AnnotateContext& context, const std::vector<AnnotateTask>& tasks, std::ostream& out,
          std::ostream& warnings, bool terminal)
        : context_(context),
          tasks_(tasks),
          out_(out),
          warnings_(warnings),
          endings_(tasks.size()),
          progress_(out, videosOf(tasks), progressOptions(terminal)) {}

    int operator()();

  private:
    bool shallStop() const { return failed_ || context_.stop(); }
    void workOn(std::atomic<size_t>& next);
    void annotateNext(size_t index);
    void end(size_t index, VideoResult result);
    void fail(size_t index, const std::string& reason);
    void writeReport() const;
    void removeEmptyFolders() const;
    void printTable() const;
    void sayWhatCameOut();
    size_t count(const std::function<bool(const Ending&)>& condition) const {
        return static_cast<size_t>(std::count_if(endings_.begin(), endings_.end(), condition));
    }

    const AnnotateContext& context_;
    const std::vector<AnnotateTask>& tasks_;
    std::ostream &out_, &warnings_;
    std::vector<Ending> endings_;  ///< as the tasks; each is written by one thread
    BatchProgress progress_;
    std::atomic<bool> failed_{false};
    std::exception_ptr failure_;  ///< of the machine, the first one
    std::mutex failureMutex_;
};

void Batch::workOn(std::atomic<size_t>& next) {
    try {
        for (size_t index = next++; index < tasks_.size() && !shallStop(); index = next++)
            annotateNext(index);
    } catch (...) {
        const std::lock_guard<std::mutex> guard(failureMutex_);
        if (!failure_) failure_ = std::current_exception();
        failed_ = true;
    }
}

void Batch::annotateNext(size_t index) {
    VideoEvents events;
    events.opened = [&](const video::VideoFormat&, std::optional<int64_t> frames) { progress_.begin(index, frames); };
    events.advanced = [&](int64_t frames) { progress_.advance(index, frames); };
    try {
        end(index, annotateVideo(context_, tasks_[index], events));
    } catch (const UnreadableVideo& error) {
        fail(index, error.what());
    } catch (const reid::InputError& error) {
        fail(index, error.what());
    }
}

void Batch::end(size_t index, VideoResult result) {
    const VideoSummary& summary = result.summary;
    if (!result.warning.empty()) progress_.pause([&] { warnings_ << "brnpa: " << result.warning << std::endl; });
    switch (result.outcome) {
        case VideoOutcome::Done:
        case VideoOutcome::CutShort:
            progress_.end(
                index,
                fmt::format("{} in {}: {}{}", counted(static_cast<size_t>(summary.frames), "frame", "frames"),
                            spokenDuration(result.seconds), whoWasSeen(summary), summary.whole ? "" : ", ended early"));
            break;
        case VideoOutcome::DoneEarlier:
            progress_.end(index, "done by an earlier run", false);
            break;
        case VideoOutcome::Dropped:
            return;
    }
    endings_[index].result = std::move(result);
}

void Batch::fail(size_t index, const std::string& reason) {
    const std::string& input = tasks_[index].input;
    const bool isNamed = reason.find(input) != std::string::npos;
    endings_[index].failure = isNamed ? reason : input + ": " + reason;
    progress_.pause([&] { warnings_ << "brnpa: " << endings_[index].failure << std::endl; });
    progress_.end(index, "could not be done", false);
}

void Batch::writeReport() const {
    if (context_.options.formats.count(ResultFormat::Report) == 0) return;
    const bool hasFilm = context_.options.formats.count(ResultFormat::Film) != 0;
    Report report;
    for (size_t i = 0; i < tasks_.size(); ++i) {
        if (endings_[i].result) {
            const std::string film = tasks_[i].name + "/" + fileNameOf(ResultFormat::Film);
            report.add(tasks_[i].title, hasFilm ? film : "", endings_[i].result->summary);
        } else if (!endings_[i].failure.empty()) {
            report.addFailure(endings_[i].failure);
        }
    }
    report.write((fs::path(context_.options.output) / fileNameOf(ResultFormat::Report)).string());
}

/// Those that were made on the way to a video that could not be done.
void Batch::removeEmptyFolders() const {
    for (const AnnotateTask& task : tasks_) {
        const fs::path top = context_.options.output;
        for (fs::path name = task.name;; name = name.parent_path()) {
            std::error_code failure;
            fs::remove(top / name, failure);
            if (failure || name.empty()) break;
        }
    }
}

void Batch::printTable() const {
    TextTable table({"video", "frames", "length", "tracks", "identities", "took", ""});
    for (size_t i = 0; i < tasks_.size(); ++i) {
        const Ending& ending = endings_[i];
        if (!ending.result) {
            table.add({tasks_[i].title, "", "", "", "", "", ending.failure.empty() ? "not done" : "could not be done"});
            continue;
        }
        const VideoSummary& summary = ending.result->summary;
        const bool earlier = ending.result->outcome == VideoOutcome::DoneEarlier;
        table.add({tasks_[i].title, std::to_string(summary.frames),
                   spokenDuration(static_cast<double>(summary.endNs) / NS_PER_S), std::to_string(summary.tracks),
                   std::to_string(summary.people.size()), earlier ? "" : spokenDuration(ending.result->seconds),
                   earlier         ? "done earlier"
                   : summary.whole ? summary.warning.empty() ? "" : "damaged"
                                   : "ended early"});
    }
    table.print(out_);
}

void Batch::sayWhatCameOut() {
    const AnnotateOptions& options = context_.options;
    const size_t done = count([](const Ending& ending) { return ending.result.has_value(); });
    const size_t failed = count([](const Ending& ending) { return !ending.failure.empty(); });
    out_ << "\n";
    printTable();
    out_ << fmt::format("\n{} of {} done in {}{}. Results in {}.\n", done, counted(tasks_.size(), "video", "videos"),
                        spokenDuration(progress_.seconds()), failed > 0 ? fmt::format(", {} could not be", failed) : "",
                        options.output);
    if (done > 0 && options.formats.count(ResultFormat::Report) != 0)
        out_ << fmt::format("Who is in view when: {}\n",
                            (fs::path(options.output) / fileNameOf(ResultFormat::Report)).string());
    if (context_.snapshot.people() > 0)
        out_ << fmt::format("Snapshot with {} in {}.\n", counted(context_.snapshot.people(), "person", "people"),
                            context_.snapshot.path());
    if (!options.people.gallery.empty()) {
        // Of all together: with --jobs each video sees what the others add.
        std::optional<size_t> before;
        size_t known = 0;
        for (const Ending& ending : endings_) {
            if (!ending.result || ending.result->outcome == VideoOutcome::DoneEarlier) continue;
            before = std::min(before.value_or(ending.result->knownBefore), ending.result->knownBefore);
            known = std::max(known, ending.result->known);
        }
        const size_t added = known - std::min(known, before.value_or(known));
        out_ << fmt::format("Gallery {}: {}, {} of them new.\n", options.people.gallery,
                            counted(known, "person", "people"), added);
    }
    out_ << std::flush;
}

int Batch::operator()() {
    out_ << fmt::format("Annotating {}{}.", counted(tasks_.size(), "video", "videos"),
                        context_.options.jobs > 1 ? fmt::format(", {} at once", context_.options.jobs) : "")
         << std::endl;
    std::atomic<size_t> next{0};
    std::vector<std::thread> others;
    for (int i = 1; i < context_.options.jobs && static_cast<size_t>(i) < tasks_.size(); ++i)
        others.emplace_back([&] { workOn(next); });
    workOn(next);
    for (std::thread& other : others)
        other.join();
    progress_.finish();

    const bool anyDone = count([](const Ending& ending) { return ending.result.has_value(); }) > 0;
    if (anyDone) writeReport();
    sayWhatCameOut();
    removeEmptyFolders();
    if (failure_) std::rethrow_exception(failure_);
    if (context_.stop()) {
        const size_t left = count([](const Ending& ending) {
            return ending.failure.empty() && (!ending.result || !ending.result->summary.whole);
        });
        warnings_ << fmt::format("brnpa: Interrupted: {} left to do; with --resume the same command does that.",
                                 counted(left, "video is", "videos are"))
                  << std::endl;
        return Interruption::EXIT_CODE;
    }
    const size_t failed = count([](const Ending& ending) { return !ending.failure.empty(); });
    return failed > 0 ? A_VIDEO_FAILED : 0;
}

}  // namespace

int annotateMany(const AnnotateContext& context, const std::vector<AnnotateTask>& tasks, std::ostream& out,
                 std::ostream& warnings, bool terminal) {
    return Batch(context, tasks, out, warnings, terminal)();
}
