#include "data/letterbox.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace brnpa::trainer {

double letterboxScale(cv::Size picture, cv::Size input) {
    return std::min(static_cast<double>(input.width) / picture.width,
                    static_cast<double>(input.height) / picture.height);
}

cv::Mat letterbox(const cv::Mat& picture, cv::Size input) {
    const double scale = letterboxScale(picture.size(), input);
    const cv::Size size(std::clamp(static_cast<int>(std::lround(picture.cols * scale)), 1, input.width),
                        std::clamp(static_cast<int>(std::lround(picture.rows * scale)), 1, input.height));
    cv::Mat target(input, CV_8UC3, cv::Scalar::all(letterboxGrey));
    cv::resize(picture, target(cv::Rect(cv::Point(), size)), size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return target;
}

}  // namespace brnpa::trainer
