// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_PERF_BOUND_HPP
#define BRNPA_PERF_BOUND_HPP

#include <kernel/loops.hpp>
#include <opencv2/core.hpp>
#include <vector>

//! Reads everything once, as fast as the processor reads: in lanes enough to hide what an addition takes.
BRNPA_HOT float readOnce(const float* x, std::size_t count) {
    constexpr std::size_t kLanes = 64;
    float lanes[kLanes] = {};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            lanes[lane] += x[i + lane];
    float sum = 0;
    for (; i < count; ++i)
        sum += x[i];
    for (const float lane : lanes)
        sum += lane;
    return sum;
}

//! The least that BR-NPA can cost: K + 1 reads of the features. Each thread has its share of them, so that no thread
//! waits for another.
inline double memoryPasses(const cv::Mat& features, int parts) {
    const int threads = std::max(1, cv::getNumThreads());
    const auto total = features.total(), share = (total + threads - 1) / threads;
    std::vector<double> sums(threads);
    const auto readShares = [&](const cv::Range& range) {
        for (int thread = range.start; thread < range.end; ++thread) {
            const std::size_t from = std::min(total, thread * share), to = std::min(total, from + share);
            for (int pass = 0; pass <= parts; ++pass)
                sums[thread] += readOnce(features.ptr<float>() + from, to - from);
        }
    };
    cv::parallel_for_(cv::Range(0, threads), readShares, threads);
    double sum = 0;
    for (const double one : sums)
        sum += one;
    return sum;
}

#endif
