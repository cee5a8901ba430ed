#include "live_source.hpp"

#include <fmt/format.h>

#include <random>
#include <thread>

#include "progress.hpp"
#include "reid/errors.hpp"
#include "video/camera_device.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto WAIT_STEP = std::chrono::milliseconds(50);
constexpr auto LONGEST_WAIT_FOR_DEVICE = std::chrono::seconds(2);  ///< to look whether it is plugged in costs nothing

std::string uriOf(const std::string& input) {
    return input == "test" ? "test://ball" : input;
}

Backoff::Options backoffOf(const std::string& input, Backoff::Options options) {
    if (video::cameraPathOf(input))
        options.longest = std::min<Backoff::Duration>(options.longest, LONGEST_WAIT_FOR_DEVICE);
    return options;
}

}  // namespace

bool LiveSource::isCamera(const std::string& input) {
    if (input == "test" || video::cameraPathOf(input)) return true;
    return input.find("://") != std::string::npos && input.rfind("file://", 0) != 0;
}

LiveSource::LiveSource(std::string input, Options options)
    : input_(std::move(input)),
      options_(std::move(options)),
      live_(options_.live || isCamera(input_)),
      uri_(uriOf(input_)),
      backoff_(backoffOf(input_, options_.backoff), std::random_device{}()) {}

LiveSource::~LiveSource() = default;

bool LiveSource::open() {
    video::VideoReaderOptions options;
    options.stop = options_.stop;
    options.live = live_;
    options.sizeMayChange = true;
    options.keepPlanes = options_.keepPlanes && !video::cameraPathOf(input_);
    options.cameraSize = options_.cameraSize;
    if (isCamera(input_)) options.patience = options_.patience;
    while (!options_.stop()) {
        try {
            reader_ = std::make_unique<video::VideoReader>(uri_, options);
            return !options_.stop();
        } catch (const reid::InputError& error) {
            if (!isCamera(input_) || isSomethingElse()) throw;
            if (!waitBeforeRetry(error.what())) return false;
        }
    }
    return false;
}

bool LiveSource::isSomethingElse() const {
    if (lostAt_ || !format_.size.empty()) return false;  // one that was just plugged in may not be opened for a moment
    const std::optional<std::string> path = video::cameraPathOf(input_);
    return path && video::faultOfCameraDevice(*path);
}

bool LiveSource::waitBeforeRetry(const std::string& reason) {
    if (!lostAt_) lostAt_ = Clock::now();
    if (reasons_.insert(reason).second)
        options_.announce(reason + (reasons_.size() == 1 ? " Trying again until it answers." : ""));
    const auto until = Clock::now() + backoff_.next();
    while (Clock::now() < until) {
        if (options_.stop()) return false;
        std::this_thread::sleep_for(WAIT_STEP);
    }
    return true;
}

bool LiveSource::read(video::VideoFrame& frame) {
    begins_ = false;
    while (true) {
        if (!reader_) {
            if (!open()) return false;
            begins_ = true;
        }
        const bool more = reader_->read(frame);
        noteCounts();
        if (more) break;
        if (options_.stop() || !isCamera(input_)) return false;
        const std::string reason = reader_->warning().value_or(fmt::format("{} has ended the stream.", input_));
        {
            const std::lock_guard<std::mutex> guard(mutex_);
            before_ = now_;
        }
        reader_.reset();
        if (!waitBeforeRetry(reason)) return false;
    }
    if (lostAt_) {
        const double seconds = std::chrono::duration<double>(Clock::now() - *lostAt_).count();
        lostAt_.reset();
        reasons_.clear();
        backoff_.reset();
        {
            const std::lock_guard<std::mutex> guard(mutex_);
            ++now_.reconnects;
            now_.awaySeconds += seconds;
        }
        options_.announce(fmt::format("{} is there after {}.", input_, spokenDuration(seconds)));
    }
    begins_ = begins_ || reader_->format().size != format_.size;
    format_ = reader_->format();
    const std::lock_guard<std::mutex> guard(mutex_);
    now_.size = format_.size;
    return true;
}

void LiveSource::noteCounts() {
    const std::lock_guard<std::mutex> guard(mutex_);
    now_.decoded = before_.decoded + reader_->decodedFrames();
    now_.dropped = before_.dropped + reader_->droppedFrames();
}

std::optional<std::string> LiveSource::warning() const {
    return reader_ ? reader_->warning() : std::nullopt;
}

LiveSource::Counts LiveSource::counts() const {
    const std::lock_guard<std::mutex> guard(mutex_);
    return now_;
}
