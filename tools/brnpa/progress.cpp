#include "progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

constexpr auto BAR_INTERVAL = std::chrono::milliseconds(200);
constexpr auto LINE_INTERVAL = std::chrono::seconds(5);
constexpr int SMALLEST_BAR = 10;  ///< columns; a narrower bar says nothing
constexpr int WIDEST_BAR = 40;

}  // namespace

std::string spokenDuration(double seconds) {
    const auto whole = static_cast<int64_t>(std::llround(std::max(0.0, seconds)));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

Progress::Progress(std::ostream& out, Options options)
    : out_(out), options_(std::move(options)), start_(options_.now()), lastDrawn_(start_) {}

double Progress::seconds() const {
    return std::chrono::duration<double>(options_.now() - start_).count();
}

void Progress::update(int64_t done) {
    lastDone_ = done;
    const auto now = options_.now();
    const Clock::duration interval = options_.terminal ? Clock::duration(BAR_INTERVAL) : Clock::duration(LINE_INTERVAL);
    const bool firstBar = options_.terminal && !drawn_;
    if (now - lastDrawn_ < interval && !firstBar) return;
    lastDrawn_ = now;
    drawn_ = true;
    if (!options_.terminal) {
        out_ << line(done) << std::endl;
        return;
    }
    const std::string text = line(done);
    const int columns = options_.columns();
    const int room = std::min(WIDEST_BAR, columns - static_cast<int>(text.size()) - 4);
    std::string whole = options_.total && room >= SMALLEST_BAR ? bar(done, room) + " " + text : text;
    // A line that reaches the last column would scroll.
    if (columns > 1 && static_cast<int>(whole.size()) >= columns) whole.resize(static_cast<size_t>(columns) - 1);
    out_ << "\r\033[K" << whole << std::flush;
}

void Progress::finish() {
    if (!options_.terminal || !drawn_) return;
    lastDrawn_ = start_ - BAR_INTERVAL;
    update(lastDone_);
    out_ << std::endl;
    drawn_ = false;
}

std::string Progress::line(int64_t done) const {
    const double elapsed = seconds();
    const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
    std::string text;
    if (options_.total && *options_.total > 0) {
        // The total is an estimate: it must not lead to 101 % or to less than nothing left.
        const int64_t total = std::max(*options_.total, done);
        text = fmt::format("{:3} %  {} of {} frames", 100 * done / total, done, total);
        if (rate > 0) {
            text += fmt::format("  {:.1f} frames/s", rate);
            text += fmt::format("  {} left", spokenDuration(static_cast<double>(total - done) / rate));
        }
        return text;
    }
    return fmt::format("{} frames  {:.1f} frames/s", done, rate);
}

std::string Progress::bar(int64_t done, int width) const {
    const int64_t total = std::max<int64_t>(1, std::max(*options_.total, done));
    const auto filled = static_cast<size_t>(width * done / total);
    return "[" + std::string(filled, '#') + std::string(static_cast<size_t>(width) - filled, '.') + "]";
}

std::string counted(size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

int terminalColumns() {
    winsize size{};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}
