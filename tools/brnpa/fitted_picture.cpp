#include "fitted_picture.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

cv::Mat fitted(const cv::Mat& picture, cv::Size size) {
    if (picture.size() == size) return picture;
    const double scale =
        std::min(static_cast<double>(size.width) / picture.cols, static_cast<double>(size.height) / picture.rows);
    const cv::Size inner(std::clamp(cvRound(picture.cols * scale), 1, size.width),
                         std::clamp(cvRound(picture.rows * scale), 1, size.height));
    cv::Mat result(size, picture.type(), cv::Scalar::all(0));
    const cv::Rect place(cv::Point((size.width - inner.width) / 2, (size.height - inner.height) / 2), inner);
    cv::resize(picture, result(place), inner, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}
