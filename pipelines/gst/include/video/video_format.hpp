#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace video {

class Planes;

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
    std::string planes;    ///< colors of the planes that frames come with, in GStreamer's words; empty: without planes
};

struct VideoFrame {
    cv::Mat image;           ///< CV_8UC3, B, G, R
    int64_t ptsNs = 0;       ///< presentation time, nanoseconds from the beginning of the stream
    int64_t durationNs = 0;  ///< how long it is shown, nanoseconds; 0 when not known
    int64_t ageNs = 0;       ///< of a live picture when it was read: time since the camera took it, nanoseconds
    /// The same picture as its decoder gave it, where VideoReaderOptions::keepPlanes asks for that: films and streams
    /// take it instead of converting the image back. Shared by copies of the frame, as the pixels of the image.
    std::shared_ptr<Planes> planes = nullptr;
};

/// Brings what was drawn on the image to the planes, where there are any.
/// @param parts everything that has changed, inside the frame or not.
/// @throws cv::Exception for an image of another size or type. @throws reid::ResourceError without memory.
void noteDrawing(const VideoFrame& frame, const std::vector<cv::Rect>& parts);

}  // namespace video
