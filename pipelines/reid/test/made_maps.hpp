#pragma once

#include <algorithm>
#include <opencv2/core.hpp>
#include <vector>

/// Attention maps K x h x w from their numbers in reading order.
inline cv::Mat madeMaps(int parts, int height, int width, const std::vector<float>& values) {
    const int shape[] = {parts, height, width};
    cv::Mat maps(3, shape, CV_32F);
    CV_Assert(maps.total() == values.size());
    std::copy(values.begin(), values.end(), maps.ptr<float>());
    return maps;
}
