#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

/// Where a drawing goes: it is described once, and becomes a picture of pixels or of lines. Lengths in pixels, from the
/// top left; colours B, G, R, 0..255.
class Canvas {
  public:
    enum class Align { Left, Middle };  ///< what of a text its place is

    virtual ~Canvas() = default;

    /// @param outline of at least three corners. @param opacity 0..1.
    virtual void fill(const std::vector<cv::Point>& outline, const cv::Scalar& color, double opacity) = 0;
    void fill(const cv::Rect& area, const cv::Scalar& color, double opacity = 1);

    /// One pixel wide.
    virtual void line(const std::vector<cv::Point>& points, const cv::Scalar& color) = 0;

    /// @param text UTF-8, one line. @param place on its base line. @param size of the font.
    virtual void text(const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
                      Align align = Align::Left) = 0;
};

/// @param image CV_8UC3, which is drawn upon.
class PixelCanvas : public Canvas {
  public:
    explicit PixelCanvas(cv::Mat& image) : image_(image) {}

    using Canvas::fill;
    void fill(const std::vector<cv::Point>& outline, const cv::Scalar& color, double opacity) override;
    void line(const std::vector<cv::Point>& points, const cv::Scalar& color) override;
    void text(const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
              Align align) override;

  private:
    cv::Mat& image_;
};
