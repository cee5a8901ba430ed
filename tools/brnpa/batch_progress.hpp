#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

/// Says how far the work on several videos is: on a terminal a line that is drawn anew, otherwise one every few
/// seconds, and a line that stays for each video that ends. Any thread may call; nothing else may write to the stream
/// meanwhile.
class BatchProgress {
  public:
    using Clock = std::chrono::steady_clock;

    struct Video {
        std::string title;
        int64_t bytes;  ///< how much work it is, compared with the others; 0: not known
    };
    struct Options {
        bool terminal = false;
        std::function<Clock::time_point()> now = [] { return Clock::now(); };
        std::function<int()> columns = [] { return 80; };  ///< of the terminal
    };

    BatchProgress(std::ostream& out, const std::vector<Video>& videos, Options options);

    /// @param frames of the video, where known.
    void begin(size_t video, std::optional<int64_t> frames);
    void advance(size_t video, int64_t frames);
    /// @param note what became of it. @param worked false: somebody else did it before, which tells nothing about
    /// speed.
    void end(size_t video, const std::string& note, bool worked = true);
    /// Lets another stream write in between.
    void pause(const std::function<void()>& write);
    /// Ends the line that is drawn anew.
    void finish();

    double seconds() const;

  private:
    struct Work {
        std::optional<int64_t> frames;  ///< to do
        int64_t done = 0;
        double share() const;  ///< 0..1
    };

    void draw(bool now);
    void clear();
    std::string line() const;

    mutable std::mutex mutex_;
    std::ostream& out_;
    Options options_;
    std::vector<std::string> titles_;
    std::vector<double> weights_;  ///< sum 1
    std::map<size_t, Work> atWork_;
    size_t ended_ = 0;
    double endedWeight_ = 0;
    double skippedWeight_ = 0;  ///< of the videos that were done before
    int64_t framesOfEnded_ = 0;
    Clock::time_point start_, lastDrawn_;
    bool lineIsOpen_ = false;
};
