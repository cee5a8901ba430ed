#include "plain_drawing.hpp"

#include "reid/person_painter.hpp"

int textWidth(const std::string& text, double scale) {
    int baseline = 0;
    return cv::getTextSize(text, FONT, scale, 1, &baseline).width;
}

void drawText(cv::Mat& image, const std::string& text, const cv::Point& place, double scale, const cv::Scalar& color,
              int room) {
    std::string fitting = reid::PersonPainter::drawable(text);
    if (textWidth(fitting, scale) > room) {
        while (!fitting.empty() && textWidth(fitting + "...", scale) > room)
            fitting.pop_back();
        fitting += "...";
    }
    cv::putText(image, fitting, place, FONT, scale, color, 1, cv::LINE_AA);
}
