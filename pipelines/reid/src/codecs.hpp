#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// What the library of codecs has, which is loaded when it is needed.
struct Codecs {
    cv::Mat (*decode)(const std::vector<uchar>& file);
    cv::Mat (*read)(const std::string& path);
    std::vector<uchar> (*encode)(const cv::Mat& picture, const std::string& ending);
    bool (*canRead)(const std::string& path);
    bool (*canWrite)(const std::string& path);
};

}  // namespace reid

extern "C" const reid::Codecs* brnpa_codecs();
