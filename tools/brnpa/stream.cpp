#include "stream.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "input_paths.hpp"
#include "interruption.hpp"
#include "people_pipeline.hpp"
#include "progress.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"
#include "reid/memory_gallery.hpp"
#include "reid/shared_gallery.hpp"
#include "stream_checks.hpp"
#include "stream_worker.hpp"
#include "video/rtsp_server.hpp"
#include "video/video_writer.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto WAIT_STEP = std::chrono::milliseconds(50);

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// For the names of files: 20261123-140500, local time.
std::string fileTime() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[32];
    std::strftime(text, sizeof(text), "%Y%m%d-%H%M%S", &local);
    return text;
}

void makeFolder(const std::string& path) {
    std::error_code failure;
    std::filesystem::create_directories(path, failure);
    if (!std::filesystem::is_directory(path))
        throw reid::ResourceError(fmt::format("The folder {} cannot be made: {}.", path, failure.message()));
}

/// Lines of several threads, one after the other.
class Announcer {
  public:
    explicit Announcer(std::ostream& out) : out_(out) {}
    void operator()(const std::string& name, const std::string& text) {
        const std::lock_guard<std::mutex> guard(mutex_);
        out_ << fmt::format("{:<12} {}", name, withoutPasswords(text)) << std::endl;
    }

  private:
    std::ostream& out_;
    std::mutex mutex_;
};

/// The first error ends the program, in the end; others are told when they happen.
class Failures {
  public:
    explicit Failures(Announcer& warn) : warn_(warn) {}

    /// Runs a step.
    template <class Step>
    void operator()(const std::string& name, Step step) {
        try {
            step();
        } catch (const std::exception& error) {
            if (first_) {
                tell(name, error.what());
            } else {
                first_ = std::current_exception();
                told_.insert(error.what());  // the same again is no news
            }
        }
    }

    void tell(const std::string& name, const std::string& text) {
        if (told_.insert(text).second) warn_(name, text);
    }

    /// @param more still works, so that the end, where it would be told, may be far.
    void note(const StreamWorker& worker, bool more) {
        const std::optional<std::string> failure = worker.failure();
        if (failure && more) tell(worker.name(), *failure);
    }

    void rethrow() const {
        if (first_) std::rethrow_exception(first_);
    }

  private:
    Announcer& warn_;
    std::exception_ptr first_;
    std::set<std::string> told_;
};

std::vector<StreamWorker::SinkMaker> sinkMakers(const StreamOptions& options, const std::string& name,
                                                video::RtspServer* server) {
    std::vector<StreamWorker::SinkMaker> makers;
    if (options.window)
        makers.push_back([=](const video::VideoFormat& format) { return video::makeWindow(name, format); });
    if (server) makers.push_back([=](const video::VideoFormat& format) { return server->mount(name, format); });
    if (!options.hls.empty())
        makers.push_back([=](const video::VideoFormat& format) { return video::makeHls(options.hls, name, format); });
    if (!options.record.empty())
        makers.push_back([=](const video::VideoFormat& format) {
            const auto file = std::filesystem::path(options.record) / fmt::format("{}-{}.mp4", name, fileTime());
            video::VideoWriterOptions writing;
            writing.growing = writing.immediate = true;
            return std::make_unique<video::VideoWriter>(file.string(), format, writing);
        });
    return makers;
}

void writeStatistics(const StreamOptions& options, const std::vector<std::unique_ptr<StreamWorker>>& workers,
                     double seconds, std::ostream& out) {
    if (options.statistics.empty()) return;
    nlohmann::ordered_json sources = nlohmann::ordered_json::array();
    for (const auto& worker : workers)
        sources.push_back(worker->statistics(seconds));
    const std::string text = nlohmann::ordered_json{{"seconds", seconds}, {"sources", sources}}.dump(2) + "\n";
    if (options.statistics == "-") {
        out << text << std::flush;
        return;
    }
    reid::AtomicFile file(options.statistics);
    file.stream() << text;
    file.commit();
}

std::string whereThingsWent(const StreamOptions& options) {
    std::string list;
    const auto add = [&](const char* what, const std::string& path) {
        if (!path.empty() && path != "-") list += fmt::format("{}{} in {}", list.empty() ? "" : ", ", what, path);
    };
    add("films", options.record);
    add("playlists", options.hls);
    add("records", options.records);
    add("people", options.people.gallery);
    add("statistics", options.statistics);
    return list;
}

}  // namespace

int stream(const StreamOptions& options, std::ostream& out, std::ostream& warnings) {
    const std::vector<NamedSource> sources = namedSources(options.sources);
    refuseBeforeTheWork(options, sources);
    std::atomic<bool> over{false};
    Interruption interruption([] {});  // everything that is written grows as it goes: nothing to give up
    const auto stop = [&] { return over || interruption.requested(); };
    const reid::ModelFolder folder = reid::ModelFolder::load(options.people.model);
    std::unique_ptr<reid::LastingGallery> file = openGallery(options.people, folder);
    const std::string threshold = acceptDistance(options.people.accept, folder, file.get()).text;
    std::unique_ptr<reid::Gallery> gallery = std::move(file);
    if (!gallery)
        gallery =
            std::make_unique<reid::MemoryGallery>(galleryOptions(options.people.accept, folder, reid::Query::Track));
    const reid::SharedGallery shared(std::move(gallery));
    for (const std::string& path : {options.hls, options.record})
        if (!path.empty()) makeFolder(path);
    std::optional<reid::RecordJournal> journal;
    if (!options.records.empty()) journal.emplace(options.records);
    std::optional<video::RtspServer> server;
    if (options.rtspPort) server.emplace(*options.rtspPort);

    std::ostream silence(nullptr);
    const bool plain = options.statistics == "-";  // JSON and nothing else
    Announcer say(options.quiet ? silence : plain ? warnings : out), warn(warnings);
    say("all", "the same person up to distance " + threshold);
    const auto begin = Clock::now();
    std::vector<std::unique_ptr<StreamWorker>> workers;
    for (const NamedSource& source : sources) {
        if (source.name != source.wanted)
            say(source.name, fmt::format("is called so because a source before it is called {}", source.wanted));
        LiveSource::Options reading;
        reading.live = options.live;
        reading.keepPlanes = server || !options.hls.empty() || !options.record.empty();
        reading.cameraSize = options.cameraSize;
        reading.patience = std::chrono::milliseconds(static_cast<int64_t>(options.patience * 1000));
        reading.stop = stop;
        reading.announce = [&warn, name = source.name](const std::string& text) { warn(name, text); };
        auto pipeline = makePeoplePipeline(options.people, makeFinder(options.people),
                                           makeEmbedder(options.people, folder), shared.lend(), source.name);
        workers.push_back(std::make_unique<StreamWorker>(StreamWorker::Parts{
            source, reading, std::move(pipeline), makePainter(options.people), options.people.anonymise,
            sinkMakers(options, source.name, server ? &*server : nullptr), journal ? &*journal : nullptr}));
        if (server) say(source.name, fmt::format("watch it at rtsp://127.0.0.1:{}/{}", server->port(), source.name));
    }

    auto lastStatus = begin;
    Failures failures(warn);
    const auto allDone = [&] {
        return std::all_of(workers.begin(), workers.end(), [](const auto& worker) { return worker->done(); });
    };
    while (!allDone() && !interruption.requested()) {
        std::this_thread::sleep_for(WAIT_STEP);
        if (options.seconds && secondsSince(begin) >= *options.seconds) over = true;
        for (const auto& worker : workers)
            failures.note(*worker, !allDone());
        const double since = secondsSince(lastStatus);
        if (over || since < options.statusEvery) continue;
        lastStatus = Clock::now();
        for (const auto& worker : workers)
            if (!worker->done()) say(worker->name(), worker->status(since));
    }
    for (const auto& worker : workers)
        failures(worker->name(), [&] { worker->join(); });
    if (journal) failures("records", [&] { journal->sync(); });
    const double seconds = secondsSince(begin);
    failures("statistics", [&] { writeStatistics(options, workers, seconds, out); });
    for (const auto& worker : workers)
        say(worker->name(), worker->closing(seconds));
    if (const std::string where = whereThingsWent(options); !where.empty()) say("all", where);
    failures.rethrow();
    return interruption.requested() ? Interruption::EXIT_CODE : 0;
}
