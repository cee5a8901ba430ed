#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

/// Says how far the work is: on a terminal a bar that is drawn anew in its line, otherwise a line every few seconds.
class Progress {
  public:
    using Clock = std::chrono::steady_clock;

    struct Options {
        bool terminal = false;
        std::optional<int64_t> total;  ///< frames, where known; an estimate is enough
        std::function<Clock::time_point()> now = [] { return Clock::now(); };
        std::function<int()> columns = [] { return 80; };  ///< of the terminal
    };

    /// Time is counted from here.
    Progress(std::ostream& out, Options options);

    /// Instead of Options::total, where it is known only later.
    void expect(std::optional<int64_t> total) { options_.total = total; }

    /// So many frames are done. Draws now and then only.
    void update(int64_t done);

    /// Ends the bar's line, so that other text can follow.
    void finish();

    double seconds() const;

  private:
    std::string line(int64_t done) const;
    std::string bar(int64_t done, int width) const;

    std::ostream& out_;
    Options options_;
    Clock::time_point start_, lastDrawn_;
    int64_t lastDone_ = 0;
    bool drawn_ = false;
};

/// For example "7 s", "3 min 05 s", "2 h 03 min".
std::string spokenDuration(double seconds);

/// For example "1 frame", "2 frames".
std::string counted(size_t count, const char* one, const char* many);

/// Of the terminal that stdout is; 80 where it is none.
int terminalColumns();
