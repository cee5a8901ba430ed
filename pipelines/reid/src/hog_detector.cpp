#include "reid/hog_detector.hpp"

#include <opencv2/imgproc.hpp>

#include "suppression.hpp"

namespace reid {

namespace {

constexpr double PYRAMID_STEP = 1.05;  // between two scales that are scanned
constexpr double GROUP_NEIGHBORS = 2;  // windows that must agree on a person, as OpenCV's default
const cv::Size WINDOW_STRIDE(8, 8);    // pixels of the enlarged frame
const cv::Size FRAME_PADDING(8, 8);    // pixels of the enlarged frame

cv::Rect2f shrunkAboutCenter(const cv::Rect2d& box, double widthShare, double heightShare) {
    const double width = box.width * widthShare, height = box.height * heightShare;
    return cv::Rect2d(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}

}  // namespace

HogDetector::HogDetector(const HogOptions& options) : options_(options) {
    CV_CheckGT(options.scale, 0.0, "HogDetector: scale must be more than 0");
    CV_CheckGT(options.widthShare, 0.0, "HogDetector: widthShare must be more than 0");
    CV_CheckGT(options.heightShare, 0.0, "HogDetector: heightShare must be more than 0");
    hog_.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
}

std::vector<Detection> HogDetector::detect(const cv::Mat& frame) {
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "HogDetector: a frame of B, G, R bytes is needed");
    cv::Mat enlarged;
    cv::resize(frame, enlarged, cv::Size(), options_.scale, options_.scale, cv::INTER_LINEAR);
    if (enlarged.cols < hog_.winSize.width || enlarged.rows < hog_.winSize.height) return {};

    std::vector<cv::Rect> boxes;
    std::vector<double> confidences;
    hog_.detectMultiScale(enlarged, boxes, confidences, /*hitThreshold=*/0, WINDOW_STRIDE, FRAME_PADDING, PYRAMID_STEP,
                          GROUP_NEIGHBORS);
    const double scaleX = static_cast<double>(frame.cols) / enlarged.cols;
    const double scaleY = static_cast<double>(frame.rows) / enlarged.rows;
    std::vector<Detection> detections;
    for (size_t i = 0; i < boxes.size(); ++i) {
        if (confidences[i] < options_.minConfidence) continue;
        const cv::Rect2d box(boxes[i].x * scaleX, boxes[i].y * scaleY, boxes[i].width * scaleX,
                             boxes[i].height * scaleY);
        detections.push_back(
            {shrunkAboutCenter(box, options_.widthShare, options_.heightShare), static_cast<float>(confidences[i])});
    }
    return suppressDuplicates(std::move(detections), options_.overlapThreshold, options_.insideThreshold);
}

}  // namespace reid
