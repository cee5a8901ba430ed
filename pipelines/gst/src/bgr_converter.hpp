#pragma once

#include <gst/video/video.h>

#include <memory>
#include <opencv2/core.hpp>
#include <optional>

#include "planar_colors.hpp"

namespace video {

/// The description of a blue, green, red picture that a converter takes from, or gives to, frames like this one.
GstVideoInfo bgrInfo(const GstVideoInfo& like, cv::Size size);

/// A part of a CV_8UC3 picture as a frame, in the same memory. @param like as for bgrInfo().
GstVideoFrame frameOver(cv::Mat picture, const GstVideoInfo& like);

/// Frames as OpenCV's blue, green, red, with the stream's own color matrix and range.
class BgrConverter {
  public:
    /// For the frames that follow; costs nothing where it is the format of those before.
    /// @throws reid::ResourceError when GStreamer cannot convert this format.
    void prepare(const GstVideoInfo& from);

    /// @param frame of that format, mapped for reading. @param bgr made anew unless it is CV_8UC3 of the frame's size.
    void convert(GstVideoFrame& frame, cv::Mat& bgr);

  private:
    struct Free {
        void operator()(GstVideoConverter* converter) const { gst_video_converter_free(converter); }
    };
    std::optional<GstVideoInfo> from_;
    std::optional<PlanarColors> planar_;  ///< where it knows the format: it is faster, and nearer to the formula
    std::unique_ptr<GstVideoConverter, Free> converter_;
};

}  // namespace video
