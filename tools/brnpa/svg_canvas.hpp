#pragma once

#include "canvas.hpp"

/// A drawing as SVG: a file of its own, whose text is text.
class SvgCanvas : public Canvas {
  public:
    explicit SvgCanvas(cv::Size size) : size_(size) {}

    using Canvas::fill;
    void fill(const std::vector<cv::Point>& outline, const cv::Scalar& color, double opacity) override;
    void line(const std::vector<cv::Point>& points, const cv::Scalar& color) override;
    void text(const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
              Align align) override;

    /// What was drawn, as the whole text of a file.
    std::string document() const;

  private:
    cv::Size size_;
    std::string elements_;
};
