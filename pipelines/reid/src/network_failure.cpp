#include "network_failure.hpp"

#include <algorithm>

namespace reid {

std::string reasonOf(const cv::Exception& exception) {
    std::string reason = exception.err.empty() ? exception.what() : exception.err;
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    while (!reason.empty() && (reason.back() == ' ' || reason.back() == '.'))
        reason.pop_back();
    return reason;
}

std::string shapeText(const cv::Mat& array) {
    std::string text;
    for (int i = 0; i < array.dims; ++i)
        text += (i == 0 ? "" : " x ") + std::to_string(array.size[i]);
    return text.empty() ? "nothing" : text;
}

}  // namespace reid
