#include "common/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace brnpa::trainer {
namespace {

constexpr int barWidth = 30;
constexpr std::chrono::milliseconds terminalInterval(200);
constexpr std::chrono::milliseconds lineInterval(10000);

std::string formatSeconds(double seconds) {
    const auto whole = std::lround(seconds);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

Progress::Progress(std::string title) : title_(std::move(title)), terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    if (drawn_) std::fputc('\n', stderr);
}

void Progress::update(double done, const std::string& text) {
    const auto now = Clock::now();
    if (firstDone_ < 0) {
        // Nothing is shown of work that takes no longer than the first interval.
        firstDone_ = done;
        first_ = last_ = now;
        return;
    }
    if (now - last_ < (terminal_ ? terminalInterval : lineInterval)) return;
    last_ = now;
    const double elapsed = std::chrono::duration<double>(now - first_).count();
    const std::string left = done > firstDone_ ? formatSeconds(elapsed * (1 - done) / (done - firstDone_)) + " left"
                                               : std::string("starting");
    if (!terminal_) {
        fmt::print(stderr, "{} {:5.1f} %, {}, {}\n", title_, 100 * done, left, text);
        return;
    }
    const int filled = static_cast<int>(done * barWidth);
    clear();
    fmt::print(stderr, "{} [{:#>{}}{:.>{}}] {:5.1f} %, {}, {}", title_, "", filled, "", barWidth - filled, 100 * done,
               left, text);
    std::fflush(stderr);
    drawn_ = true;
}

void Progress::note(const std::string& line) {
    clear();
    fmt::print(stderr, "{}\n", line);
}

void Progress::clear() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
    drawn_ = false;
}

}  // namespace brnpa::trainer
