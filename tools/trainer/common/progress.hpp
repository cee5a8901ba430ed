#pragma once

#include <chrono>
#include <string>

namespace brnpa::trainer {

/** Progress on stderr: a bar with the time left on a terminal, a line every few seconds otherwise. */
class Progress {
  public:
    /** @param title of the work. */
    explicit Progress(std::string title);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /** @param done 0..1 of the whole work; the time left follows from what was done since the first call.
        @param text what else to show (loss, accuracy). */
    void update(double done, const std::string& text);

    //! A line that stays, above the bar.
    void note(const std::string& line);

  private:
    using Clock = std::chrono::steady_clock;

    void clear();

    std::string title_;
    bool terminal_;
    bool drawn_ = false;
    double firstDone_ = -1;
    Clock::time_point first_, last_;
};

}  // namespace brnpa::trainer
