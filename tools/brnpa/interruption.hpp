#pragma once

#include <signal.h>

#include <array>
#include <atomic>
#include <functional>
#include <thread>

/// Ctrl-C (SIGINT), SIGTERM and SIGHUP as a wish that the program asks for when it suits it. The second one ends the
/// program at once. One object at a time.
class Interruption {
  public:
    static constexpr int EXIT_CODE = 130;  ///< 128 + SIGINT, as shells have it

    /// @param giveUp called from another thread at the second signal, before the program ends.
    /// @throws reid::ResourceError when the system gives no file descriptor.
    explicit Interruption(std::function<void()> giveUp);
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    bool requested() const { return requested_; }

  private:
    static constexpr std::array SIGNALS = {SIGINT, SIGTERM, SIGHUP};

    void wait();

    std::function<void()> giveUp_;
    std::array<struct sigaction, SIGNALS.size()> before_{};
    std::atomic<bool> requested_{false}, ended_{false};
    std::thread thread_;
};
