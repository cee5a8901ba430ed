#include "stream_worker.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "clock_text.hpp"
#include "input_paths.hpp"
#include "reid/anonymise.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t NS_PER_MS = 1000000;

double millisecondsBetween(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

/// The whole picture in the middle of another size, black around it.
cv::Mat fitted(const cv::Mat& picture, cv::Size size) {
    if (picture.size() == size) return picture;
    const double scale =
        std::min(static_cast<double>(size.width) / picture.cols, static_cast<double>(size.height) / picture.rows);
    const cv::Size inner(std::clamp(cvRound(picture.cols * scale), 1, size.width),
                         std::clamp(cvRound(picture.rows * scale), 1, size.height));
    cv::Mat result(size, picture.type(), cv::Scalar::all(0));
    const cv::Rect place(cv::Point((size.width - inner.width) / 2, (size.height - inner.height) / 2), inner);
    cv::resize(picture, result(place), inner, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

}  // namespace

StreamWorker::StreamWorker(Parts parts)
    : parts_(std::move(parts)),
      source_(parts_.source.address, parts_.reading),
      beginMs_(nowMs()),
      thread_([this] { run(); }) {}

StreamWorker::~StreamWorker() {
    if (thread_.joinable()) thread_.join();
}

void StreamWorker::join() {
    if (thread_.joinable()) thread_.join();
    if (failure_) std::rethrow_exception(failure_);
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
    while (source_.read(frame)) {
        process(frame);
        ++frames_;
        if (std::any_of(sinks_.begin(), sinks_.end(), [](const auto& sink) { return sink->closed(); })) break;
    }
    if (source_.warning()) parts_.reading.announce(*source_.warning());
    for (const auto& sink : sinks_)
        sink->finish();
}

void StreamWorker::process(video::VideoFrame& frame) {
    const auto begin = Clock::now();
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
    const std::vector<cv::Rect2f> hidden = parts_.anonymise ? parts_.pipeline->everybody() : std::vector<cv::Rect2f>();
    reid::anonymise(frame.image, hidden);
    parts_.painter.draw(frame.image, people);
    video::noteDrawing(frame, reid::anonymisedParts(hidden, frame.image.size()));
    video::noteDrawing(frame, reid::PersonPainter::touched(people, frame.image.size()));
    const auto drawn = Clock::now();
    show(frame);
    const auto shown = Clock::now();
    if (parts_.journal) parts_.journal->write(name(), isoTime(takenMs), frames_, frame.ptsNs, people);
    const double latency =
        source_.isLive() ? static_cast<double>(frame.ageNs) / NS_PER_MS + millisecondsBetween(begin, shown) : -1;
    statistics_.add(people,
                    {millisecondsBetween(begin, found), millisecondsBetween(found, drawn),
                     millisecondsBetween(drawn, shown), millisecondsBetween(shown, Clock::now())},
                    latency);
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
