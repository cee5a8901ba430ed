#include "interruption.hpp"

#include <unistd.h>

#include <utility>

Interruption::Interruption(std::function<void()> giveUp) : giveUp_(std::move(giveUp)) {
    sigemptyset(&signals_);
    for (int number : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&signals_, number);
    pthread_sigmask(SIG_BLOCK, &signals_, &signalsBefore_);
    thread_ = std::thread([this] { wait(); });
}

Interruption::~Interruption() {
    ended_ = true;
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &signalsBefore_, nullptr);
}

void Interruption::wait() {
    constexpr timespec step{0, 50'000'000};
    while (!ended_) {
        if (sigtimedwait(&signals_, nullptr, &step) < 0) continue;
        if (!requested_.exchange(true)) continue;
        giveUp_();
        _exit(EXIT_CODE);  // the other threads are in the middle of something, so no destructor may run
    }
}
