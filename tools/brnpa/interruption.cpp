#include "interruption.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "reid/errors.hpp"

namespace {

/// Counts the signals that nobody has looked at yet. A handler, and not sigwait: libraries (OpenBLAS) start threads
/// before main(), where no signal can be blocked beforehand.
int arrivals = -1;

void announce(int) {
    const int kept = errno;
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(arrivals, &one, sizeof one);
    errno = kept;
}

}  // namespace

Interruption::Interruption(std::function<void()> giveUp) : giveUp_(std::move(giveUp)) {
    arrivals = eventfd(0, EFD_SEMAPHORE | EFD_CLOEXEC);
    if (arrivals < 0) throw reid::ResourceError(std::string("No file descriptor for signals: ") + std::strerror(errno));
    thread_ = std::thread([this] { wait(); });
    struct sigaction action {};
    action.sa_handler = announce;
    action.sa_flags = SA_RESTART;
    for (size_t i = 0; i < SIGNALS.size(); ++i)
        sigaction(SIGNALS[i], &action, &before_[i]);
}

Interruption::~Interruption() {
    for (size_t i = 0; i < SIGNALS.size(); ++i)
        sigaction(SIGNALS[i], &before_[i], nullptr);
    ended_ = true;
    announce(0);
    thread_.join();
    close(arrivals);
}

void Interruption::wait() {
    for (;;) {
        uint64_t one = 0;
        const ssize_t got = read(arrivals, &one, sizeof one);
        if (ended_) return;
        if (got != sizeof one) continue;  // woken by something else
        if (!requested_.exchange(true)) continue;
        giveUp_();
        _exit(EXIT_CODE);  // the other threads are in the middle of something, so no destructor may run
    }
}
