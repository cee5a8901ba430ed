#include "plain_drawing.hpp"

#include "reid/text_mask.hpp"

int textWidth(const std::string& text, double size) {
    return reid::TextMask::of(text, size).coverage.cols;
}

void drawText(cv::Mat& image, const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
              int room) {
    const reid::TextMask line = reid::TextMask::of(text, size, room);
    line.draw(image, place - cv::Point(0, line.baseline), color);
}
