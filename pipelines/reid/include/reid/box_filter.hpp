#pragma once

#include <opencv2/video/tracking.hpp>

namespace reid {

/// Kalman filter of a box: centre, height and aspect with constant velocity (Bewley et al., SORT, ICIP 2016; Wojke et
/// al., DeepSORT, ICIP 2017). Time is counted in frames.
class BoxFilter {
  public:
    explicit BoxFilter(const cv::Rect2f& box);
    cv::Rect2f predict();  ///< one frame on
    void correct(const cv::Rect2f& measured);
    cv::Rect2f box() const;

  private:
    cv::KalmanFilter kalman_;
};

}  // namespace reid
