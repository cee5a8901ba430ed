#include "canvas.hpp"

#include <opencv2/imgproc.hpp>

#include "plain_drawing.hpp"

void Canvas::fill(const cv::Rect& area, const cv::Scalar& color, double opacity) {
    fill({area.tl(), {area.br().x, area.y}, area.br(), {area.x, area.br().y}}, color, opacity);
}

void PixelCanvas::fill(const std::vector<cv::Point>& outline, const cv::Scalar& color, double opacity) {
    // OpenCV fills the pixels right of and below a line between pixels, too.
    cv::Rect place = cv::boundingRect(outline);
    place -= cv::Size(1, 1);
    place &= cv::Rect(0, 0, image_.cols, image_.rows);
    cv::Mat filled = image_.clone(), inside = filled(place);
    cv::fillPoly(inside, std::vector<std::vector<cv::Point>>{outline}, color, cv::LINE_8, 0, -place.tl());
    cv::addWeighted(filled, opacity, image_, 1 - opacity, 0, image_);
}

void PixelCanvas::line(const std::vector<cv::Point>& points, const cv::Scalar& color) {
    cv::polylines(image_, std::vector<std::vector<cv::Point>>{points}, false, color, 1, cv::LINE_AA);
}

void PixelCanvas::text(const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
                       Align align) {
    const int left = align == Align::Middle ? place.x - textWidth(text, size) / 2 : place.x;
    drawText(image_, text, {left, place.y}, size, color);
}
