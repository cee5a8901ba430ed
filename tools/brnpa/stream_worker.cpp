#include "stream_worker.hpp"

#include <algorithm>

#include "clock_text.hpp"
#include "fitted_picture.hpp"
#include "input_paths.hpp"
#include "reid/anonymise.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t NS_PER_MS = 1000000;

double millisecondsBetween(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

}  // namespace

StreamWorker::StreamWorker(Parts parts)
    : parts_(std::move(parts)),
      source_(parts_.source.address, readingUntilClosed()),
      beginMs_(nowMs()),
      thread_([this] { run(); }) {}

StreamWorker::~StreamWorker() {
    if (thread_.joinable()) thread_.join();
}

/// A window may be closed while the camera is away, too.
LiveSource::Options StreamWorker::readingUntilClosed() {
    LiveSource::Options reading = parts_.reading;
    reading.stop = [this, stop = std::move(reading.stop)] { return stop() || isClosed(); };
    return reading;
}

bool StreamWorker::isClosed() const {
    return std::any_of(sinks_.begin(), sinks_.end(), [](const auto& sink) { return sink->closed(); });
}

void StreamWorker::join() {
    if (thread_.joinable()) thread_.join();
    if (failure_) std::rethrow_exception(failure_);
}

std::optional<std::string> StreamWorker::failure() const {
    if (!done_ || !failure_) return std::nullopt;
    try {
        std::rethrow_exception(failure_);
    } catch (const std::exception& error) {
        return error.what();
    }
}

void StreamWorker::run() {
    try {
        work();
    } catch (...) {
        failure_ = std::current_exception();
    }
    done_ = true;
}

void StreamWorker::work() {
    video::VideoFrame frame;
    auto asked = Clock::now();
    while (source_.read(frame)) {
        process(frame, millisecondsBetween(asked, Clock::now()));
        ++frames_;
        if (isClosed()) break;
        asked = Clock::now();
    }
    if (source_.warning()) parts_.reading.announce(*source_.warning());
    for (const auto& sink : sinks_)
        sink->finish();
}

void StreamWorker::notePeopleStages() {
    const reid::PersonPipelineTimes& times = parts_.pipeline->times();
    statistics_.passed(StreamStatistics::Detect, times.detect);
    statistics_.passed(StreamStatistics::Track, times.track);
    statistics_.passed(StreamStatistics::Embed, times.embed);
    statistics_.passed(StreamStatistics::Identify, times.identify);
}

void StreamWorker::process(video::VideoFrame& frame, double waitedMs) {
    const auto begin = Clock::now();
    const double ageMs = static_cast<double>(frame.ageNs) / NS_PER_MS;
    statistics_.passed(StreamStatistics::Decode, source_.isLive() ? ageMs : waitedMs);
    int64_t takenMs = beginMs_ + frame.ptsNs / NS_PER_MS;
    if (source_.isLive()) {
        // The times of a camera begin anew with every connection: those of the stream go on.
        takenMs = nowMs() - frame.ageNs / NS_PER_MS;
        frame.ptsNs = std::chrono::duration_cast<std::chrono::nanoseconds>(begin - begin_).count() - frame.ageNs;
        frame.ptsNs = std::max(frame.ptsNs, lastPtsNs_ + 1);
        lastPtsNs_ = frame.ptsNs;
    }
    const int64_t dropped = source_.counts().dropped;
    if (source_.begins())
        parts_.pipeline->endTracks();
    else
        parts_.pipeline->skip(std::max<int64_t>(0, dropped - dropped_));
    dropped_ = dropped;
    const std::vector<reid::Person> people = parts_.pipeline->process(frame.image, takenMs);
    const auto found = Clock::now();
    notePeopleStages();
    const std::vector<cv::Rect2f> hidden = parts_.anonymise ? parts_.pipeline->everybody() : std::vector<cv::Rect2f>();
    reid::anonymise(frame.image, hidden);
    parts_.painter.draw(frame.image, people);
    video::noteDrawing(frame, reid::anonymisedParts(hidden, frame.image.size()));
    video::noteDrawing(frame, reid::PersonPainter::touched(people, frame.image.size()));
    const auto drawn = Clock::now();
    statistics_.passed(StreamStatistics::Draw, millisecondsBetween(found, drawn));
    show(frame);
    const auto shown = Clock::now();
    statistics_.passed(StreamStatistics::Show, millisecondsBetween(drawn, shown));
    if (parts_.journal) parts_.journal->write(name(), isoTime(takenMs), frames_, frame.ptsNs, people);
    statistics_.passed(StreamStatistics::Record, millisecondsBetween(shown, Clock::now()));
    const double latencyMs = source_.isLive() ? ageMs + millisecondsBetween(begin, shown) : -1;
    statistics_.add(people, millisecondsBetween(begin, found), latencyMs);
}

void StreamWorker::show(const video::VideoFrame& frame) {
    if (frames_ == 0) {
        shown_ = source_.format();
        for (const SinkMaker& make : parts_.sinks)
            sinks_.push_back(make(shown_));
    }
    if (sinks_.empty()) return;
    video::VideoFrame fit = frame;
    fit.image = fitted(frame.image, shown_.size);
    const bool differs = source_.format().planes != shown_.planes || fit.image.size() != frame.image.size();
    if (differs) fit.planes.reset();  // of another camera than the first
    for (const auto& sink : sinks_)
        sink->write(fit);
}

nlohmann::ordered_json StreamWorker::statistics(double seconds) const {
    nlohmann::ordered_json result{{"name", name()}, {"source", withoutPasswords(parts_.source.address)}};
    result.update(statistics_.toJson(source_.counts(), seconds));
    return result;
}
