#pragma once

#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

namespace brnpa::trainer {

//! Median processor time of some runs, in seconds; not time on the clock: other programs may be running.
inline double medianProcessorTime(const std::function<void()>& run) {
    constexpr int timedRuns = 15;
    std::vector<double> seconds;
    for (int i = 0; i < timedRuns; ++i) {
        const std::clock_t start = std::clock();
        run();
        seconds.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    std::nth_element(seconds.begin(), seconds.begin() + timedRuns / 2, seconds.end());
    return seconds[timedRuns / 2];
}

}  // namespace brnpa::trainer
