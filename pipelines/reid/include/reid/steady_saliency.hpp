#pragma once

#include <opencv2/core.hpp>

namespace reid {

/// Keeps the colors of one person calm in a video. The network sorts its parts by activity in each picture alone, so
/// that two parts can change places, and their colors, from one frame to the next. Here the parts of a frame take the
/// places of those of the frames before that they overlap most, and a running mean follows.
class SteadySaliency {
  public:
    /// @param newShare of the newest frame in the running mean, over 0 and at most 1; 1: no memory, but steady places.
    /// @throws cv::Exception for another share.
    explicit SteadySaliency(double newShare = 0.3);

    /// @param maps K x h x w, CV_32F. @param norms h x w, CV_32F. Not-a-number counts as 0.
    /// @returns K x h x w, CV_32F: the running mean of map x norm over the largest map x norm of its frame. It starts
    /// anew
    ///          when the shape changes.
    cv::Mat update(const cv::Mat& maps, const cv::Mat& norms);

  private:
    double newShare_;
    cv::Mat mean_;  // K x (h w)
};

}  // namespace reid
