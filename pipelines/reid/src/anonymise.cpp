#include "reid/anonymise.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "reid/frame_boxes.hpp"

namespace reid {

namespace {

// A head is about one square then, and the whole person 32 numbers.
constexpr double MOST_SQUARES_ALONG = 8;   // the longer side
constexpr double MOST_SQUARES_ACROSS = 4;  // the shorter side
constexpr float BOX_MARGIN = 0.1F;         // of the box, on each side: hands, feet and hair that a detector cuts off

cv::Rect2f widened(const cv::Rect2f& box) {
    const float x = BOX_MARGIN * box.width, y = BOX_MARGIN * box.height;
    return {box.x - x, box.y - y, box.width + 2 * x, box.height + 2 * y};
}

void pixelate(cv::Mat part) {
    const double side = std::max(std::max(part.cols, part.rows) / MOST_SQUARES_ALONG,
                                 std::min(part.cols, part.rows) / MOST_SQUARES_ACROSS);
    const cv::Size squares(std::max(1, cvRound(part.cols / side)), std::max(1, cvRound(part.rows / side)));
    cv::Mat small, gray;
    cv::resize(part, small, squares, 0, 0, cv::INTER_AREA);
    cv::cvtColor(small, gray, cv::COLOR_BGR2GRAY);
    cv::cvtColor(gray, small, cv::COLOR_GRAY2BGR);
    cv::resize(small, part, part.size(), 0, 0, cv::INTER_NEAREST);
}

}  // namespace

std::vector<cv::Rect> anonymisedParts(const std::vector<cv::Rect2f>& boxes, cv::Size frame) {
    std::vector<cv::Rect> parts;
    for (const cv::Rect2f& box : boxes) {
        const cv::Rect part = pixelsOf(widened(box), frame);
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

void anonymise(cv::Mat& frame, const std::vector<cv::Rect2f>& boxes) {
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "anonymise: a frame of B, G, R bytes is needed");
    for (const cv::Rect& part : anonymisedParts(boxes, frame.size()))
        pixelate(frame(part));
}

}  // namespace reid
