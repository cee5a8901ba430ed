#include "boxes.hpp"

namespace reid {

double overlap(const cv::Rect2d& a, const cv::Rect2d& b) {
    const double shared = (a & b).area();
    const double all = a.area() + b.area() - shared;
    return all > 0 ? shared / all : 0;
}

double coveredShare(const cv::Rect2f& inner, const cv::Rect2f& other) {
    return inner.area() > 0 ? static_cast<double>((inner & other).area()) / inner.area() : 0;
}

cv::Rect2f cutAtFrame(const cv::Rect2f& box, cv::Size frame) {
    return box & cv::Rect2f(0, 0, static_cast<float>(frame.width), static_cast<float>(frame.height));
}

cv::Rect pixelsOf(const cv::Rect2f& box, cv::Size frame) {
    const cv::Point topLeft(cvRound(box.x), cvRound(box.y));
    const cv::Point bottomRight(cvRound(box.x + box.width), cvRound(box.y + box.height));
    return cv::Rect(topLeft, bottomRight) & cv::Rect(cv::Point(), frame);
}

}  // namespace reid
