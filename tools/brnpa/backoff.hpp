#pragma once

#include <algorithm>
#include <chrono>
#include <random>

/// How long to wait before the next attempt: twice as long each time, up to a bound, and never quite the same, so that
/// many who lost one server do not all come back at once.
class Backoff {
  public:
    using Duration = std::chrono::milliseconds;

    struct Options {
        Duration first{500};
        Duration longest{30000};
        double jitter = 0.2;  ///< share by which a wait may be shorter or longer, 0..1
    };

    Backoff(const Options& options, unsigned seed) : options_(options), wait_(options.first), random_(seed) {}

    Duration next() {
        std::uniform_real_distribution<double> factor(1 - options_.jitter, 1 + options_.jitter);
        const auto wait = Duration(static_cast<Duration::rep>(static_cast<double>(wait_.count()) * factor(random_)));
        wait_ = std::min(2 * wait_, options_.longest);
        return wait;
    }

    /// An attempt succeeded.
    void reset() { wait_ = options_.first; }

  private:
    Options options_;
    Duration wait_;
    std::mt19937 random_;
};
