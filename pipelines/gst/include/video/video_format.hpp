#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace video {

/// A whole number over another, as containers store rates.
struct Ratio {
    int numerator = 0;
    int denominator = 1;

    double value() const { return static_cast<double>(numerator) / denominator; }
};

/// What all frames of a video have in common.
struct VideoFormat {
    cv::Size size;         ///< pixels
    Ratio frameRate;       ///< frames a second; 0/1 when it varies or is not known
    Ratio pixelAspect{1};  ///< width over height of one pixel
};

struct VideoFrame {
    cv::Mat image;           ///< CV_8UC3, B, G, R
    int64_t ptsNs = 0;       ///< presentation time, nanoseconds from the beginning of the stream
    int64_t durationNs = 0;  ///< how long it is shown, nanoseconds; 0 when not known
    int64_t ageNs = 0;       ///< of a live picture when it was read: time since the camera took it, nanoseconds
};

}  // namespace video
