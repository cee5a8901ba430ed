#pragma once

#include <gst/video/video.h>

#include <opencv2/core.hpp>
#include <vector>

namespace video {

/// The colors of I420, in which most decoders give their frames and encoders take them: a plane of brightness and two
/// of color with half as many rows and columns. By the matrix and range of the stream, as ITU-R BT.601, BT.709 and
/// BT.2020 define them; rounded to the nearest number.
class PlanarColors {
  public:
    /// Whether frames of this format are of the kind that this class knows: I420 with even sides, not interlaced.
    static bool has(const GstVideoInfo& format);

    /// @param format that has() is true for.
    explicit PlanarColors(const GstVideoInfo& format);

    /// @param part inside the frame, with even numbers. @param bgr CV_8UC3 of the frame's size; only the part is
    /// written.
    void toBgr(const GstVideoFrame& planes, const cv::Rect& part, cv::Mat& bgr);

    /// A color of the planes is the mean of those of its four pixels. @param part, bgr as above.
    void fromBgr(const cv::Mat& bgr, const cv::Rect& part, GstVideoFrame& planes) const;

    /// What the planes make of blue, green and red, as an offset and a factor for each.
    struct Mix {
        float offset, blue, green, red;
    };
    /// What blue, green and red are made of. In the offset is what brightness and both colors add at zero.
    struct Unmix {
        float brightness;                               ///< factor, for all three
        float blueOfCb, greenOfCb, greenOfCr, redOfCr;  ///< factors
        float blueOffset, greenOffset, redOffset;
    };

  private:
    Unmix unmix_{};
    Mix brightness_{}, cb_{}, cr_{};
    std::vector<float> terms_;  ///< what the colors of a row add to its blue, green and red
};

/// The part of the frame with even numbers around this one; the sides of the frame are even.
cv::Rect evenAround(const cv::Rect& part);

}  // namespace video
