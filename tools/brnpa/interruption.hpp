#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <thread>

/// Ctrl-C (SIGINT), SIGTERM and SIGHUP as a wish that the program asks for when it suits it. The second one ends the
/// program at once.
class Interruption {
  public:
    static constexpr int EXIT_CODE = 130;  ///< 128 + SIGINT, as shells have it

    /// To be made before any other thread is started: those inherit that the signals are not theirs.
    /// @param giveUp called from another thread at the second signal, before the program ends.
    explicit Interruption(std::function<void()> giveUp);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    bool requested() const { return requested_; }

  private:
    void wait();

    std::function<void()> giveUp_;
    sigset_t signals_{}, signalsBefore_{};
    std::atomic<bool> requested_{false}, ended_{false};
    std::thread thread_;
};
