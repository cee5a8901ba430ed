#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "live_source.hpp"
#include "reid/person_painter.hpp"
#include "reid/person_pipeline.hpp"
#include "reid/record_journal.hpp"
#include "stream_names.hpp"
#include "stream_statistics.hpp"
#include "video/frame_sink.hpp"

/// One source of `brnpa stream`, from its frames to where they are shown and written, in a thread of its own.
class StreamWorker {
  public:
    /// Makes a place for the frames to go, once their format is known.
    using SinkMaker = std::function<std::unique_ptr<video::FrameSink>(const video::VideoFormat& format)>;

    struct Parts {
        NamedSource source;
        LiveSource::Options reading;
        std::unique_ptr<reid::PersonPipeline> pipeline;
        reid::PersonPainter painter;
        bool anonymise;  ///< nobody is recognizable in what the sinks get
        std::vector<SinkMaker> sinks;
        reid::RecordJournal* journal;  ///< nullptr: none
    };

    /// Starts. What Parts::reading asks and announces to must outlive this.
    explicit StreamWorker(Parts parts);
    ~StreamWorker();

    const std::string& name() const { return parts_.source.name; }
    bool done() const { return done_; }

    /// When it is done: what ended it where that was an error.
    std::optional<std::string> failure() const;

    /// Waits for the end, and throws what ended it where that was an error.
    void join();

    std::string status(double seconds) { return statistics_.status(source_.counts(), seconds); }
    std::string closing(double seconds) const { return statistics_.closing(source_.counts(), seconds); }
    nlohmann::ordered_json statistics(double seconds) const;

  private:
    LiveSource::Options readingUntilClosed();
    bool isClosed() const;
    void run();
    void work();
    /// @param waitedMs for the frame.
    void process(video::VideoFrame& frame, double waitedMs);
    void notePeopleStages();
    void show(const video::VideoFrame& frame);

    Parts parts_;
    std::vector<std::unique_ptr<video::FrameSink>> sinks_;
    LiveSource source_;
    StreamStatistics statistics_;
    video::VideoFormat shown_;  ///< of the sinks: that of the first frame
    int64_t frames_ = 0, dropped_ = 0, lastPtsNs_ = -1;
    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    const int64_t beginMs_;
    std::exception_ptr failure_;
    std::atomic<bool> done_{false};
    std::thread thread_;
};
