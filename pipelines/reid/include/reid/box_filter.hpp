#pragma once

#include <opencv2/video/tracking.hpp>

namespace reid {

/// Kalman filter of a box: center, width and height with constant velocity (Wojke et al., DeepSORT, ICIP 2017, with the
/// width in place of the aspect ratio as Aharon et al., BoT-SORT, arXiv 2206.14651). Time is counted in frames.
class BoxFilter {
  public:
    /// @param box pixels, with an area.
    explicit BoxFilter(const cv::Rect2f& box);
    // Movable only: a copy of cv::KalmanFilter would share its matrices with the original.
    BoxFilter(BoxFilter&&) = default;
    BoxFilter& operator=(BoxFilter&&) = default;

    cv::Rect2f predict();  ///< one frame on
    /// After predict(). @param measured pixels, with an area.
    void correct(const cv::Rect2f& measured);
    cv::Rect2f box() const;
    /// How uncertain the center is, pixels: one standard deviation to each side. Grows with every predict() and is
    /// large while the velocity is not known.
    cv::Size2f centerDeviation() const;

  private:
    cv::KalmanFilter kalman_;
};

}  // namespace reid
