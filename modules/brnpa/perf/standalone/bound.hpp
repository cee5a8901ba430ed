// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_PERF_BOUND_HPP
#define BRNPA_PERF_BOUND_HPP

#include <opencv2/core.hpp>
#include <vector>

//! The least that BR-NPA can cost: K + 1 passes over the features, each summing squares and nothing else.
inline double memoryPasses(const cv::Mat& features, int parts) {
    const int rows = features.size[0] * features.size[1], length = static_cast<int>(features.total() / rows);
    std::vector<float> sums(rows);
    double total = 0;
    for (int pass = 0; pass <= parts; ++pass) {
        cv::parallel_for_(cv::Range(0, rows), [&](const cv::Range& range) {
            for (int row = range.start; row < range.end; ++row) {
                const float* x = features.ptr<float>() + static_cast<size_t>(row) * length;
                float sum = 0;
#pragma omp simd reduction(+ : sum)
                for (int i = 0; i < length; ++i)
                    sum += x[i] * x[i];
                sums[row] = sum;
            }
        });
        for (const float sum : sums)
            total += sum;
    }
    return total;
}

#endif
