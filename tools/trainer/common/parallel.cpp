#include "common/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace brnpa::trainer {

std::size_t threadCount(std::size_t setting) {
    return setting > 0 ? setting : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

void parallelFor(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work,
                 const std::function<void(std::size_t)>& shown) {
    std::atomic<std::size_t> next{0}, ended{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto run = [&](bool shows) {
        try {
            for (std::size_t i = next++; i < count; i = next++) {
                work(i);
                const std::size_t done = ++ended;
                if (shows && shown) shown(done);
            }
        } catch (...) {
            next = count;
            const std::lock_guard<std::mutex> lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    };
    std::vector<std::thread> helpers;
    const std::size_t wanted = std::min(threadCount(threads), count);
    for (std::size_t i = 1; i < wanted; ++i)
        helpers.emplace_back(run, false);
    run(true);
    for (auto& helper : helpers)
        helper.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace brnpa::trainer
