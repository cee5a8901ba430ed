#include "batch_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "progress.hpp"

namespace {

constexpr auto TERMINAL_INTERVAL = std::chrono::milliseconds(200);
constexpr auto LOG_INTERVAL = std::chrono::seconds(5);
constexpr size_t MOST_NAMED = 3;  ///< videos at work that the line names

std::vector<double> weightsOf(const std::vector<BatchProgress::Video>& videos) {
    int64_t known = 0, bytes = 0;
    for (const BatchProgress::Video& video : videos) {
        known += video.bytes > 0 ? 1 : 0;
        bytes += video.bytes;
    }
    const double usual = known > 0 ? static_cast<double>(bytes) / static_cast<double>(known) : 1;
    std::vector<double> weights;
    for (const BatchProgress::Video& video : videos)
        weights.push_back(video.bytes > 0 ? static_cast<double>(video.bytes) : usual);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

}  // namespace

double BatchProgress::Work::share() const {
    if (!frames || *frames <= 0) return 0;
    return std::min(1.0, static_cast<double>(done) / static_cast<double>(*frames));
}

BatchProgress::BatchProgress(std::ostream& out, const std::vector<Video>& videos, Options options)
    : out_(out), options_(std::move(options)), weights_(weightsOf(videos)), start_(options_.now()), lastDrawn_(start_) {
    for (const Video& video : videos)
        titles_.push_back(video.title);
}

double BatchProgress::seconds() const {
    return std::chrono::duration<double>(options_.now() - start_).count();
}

void BatchProgress::begin(size_t video, std::optional<int64_t> frames) {
    const std::lock_guard<std::mutex> guard(mutex_);
    atWork_[video].frames = frames;
    draw(options_.terminal);
}

void BatchProgress::advance(size_t video, int64_t frames) {
    const std::lock_guard<std::mutex> guard(mutex_);
    atWork_[video].done = frames;
    draw(false);
}

void BatchProgress::end(size_t video, const std::string& note, bool worked) {
    const std::lock_guard<std::mutex> guard(mutex_);
    const auto work = atWork_.find(video);
    if (work != atWork_.end()) {
        framesOfEnded_ += work->second.done;
        atWork_.erase(work);
    }
    ++ended_;
    (worked ? endedWeight_ : skippedWeight_) += weights_[video];
    clear();
    out_ << fmt::format("{} of {}  {}: {}", ended_, titles_.size(), titles_[video], note) << std::endl;
    draw(options_.terminal);
}

void BatchProgress::pause(const std::function<void()>& write) {
    const std::lock_guard<std::mutex> guard(mutex_);
    clear();
    write();
}

void BatchProgress::finish() {
    const std::lock_guard<std::mutex> guard(mutex_);
    clear();
}

void BatchProgress::clear() {
    if (lineIsOpen_) out_ << "\r\033[K" << std::flush;
    lineIsOpen_ = false;
}

void BatchProgress::draw(bool now) {
    const Clock::time_point time = options_.now();
    const Clock::duration interval =
        options_.terminal ? Clock::duration(TERMINAL_INTERVAL) : Clock::duration(LOG_INTERVAL);
    if (atWork_.empty() || (!now && time - lastDrawn_ < interval)) return;
    lastDrawn_ = time;
    std::string text = line();
    if (!options_.terminal) {
        out_ << text << std::endl;
        return;
    }
    // A line that reaches the last column would scroll.
    const int columns = options_.columns();
    if (columns > 1 && static_cast<int>(text.size()) >= columns) text.resize(static_cast<size_t>(columns) - 1);
    out_ << "\r\033[K" << text << std::flush;
    lineIsOpen_ = true;
}

std::string BatchProgress::line() const {
    double worked = endedWeight_;
    int64_t frames = framesOfEnded_;
    std::string names;
    size_t named = 0;
    for (const auto& [video, work] : atWork_) {
        worked += weights_[video] * work.share();
        frames += work.done;
        if (named++ >= MOST_NAMED) continue;
        names += (names.empty() ? "" : ", ") + titles_[video];
        if (work.frames) names += fmt::format(" {} %", static_cast<int>(100 * work.share()));
    }
    if (named > MOST_NAMED) names += fmt::format(" and {} more", named - MOST_NAMED);
    const double elapsed = seconds(), left = std::max(0.0, 1 - skippedWeight_ - worked);
    std::string text = fmt::format("{:3} %  {} of {}", static_cast<int>(100 * (worked + skippedWeight_) + 1e-9), ended_,
                                   counted(titles_.size(), "video", "videos"));
    if (elapsed > 0) text += fmt::format("  {:.1f} frames/s", static_cast<double>(frames) / elapsed);
    if (worked > 0) text += fmt::format("  {} left", spokenDuration(elapsed * left / worked));
    return text + "  " + names;
}
