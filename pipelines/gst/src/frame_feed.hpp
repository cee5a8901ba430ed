#pragma once

#include <gst/gst.h>
#include <gst/video/video.h>

#include <optional>

#include "gst_pointer.hpp"
#include "planar_colors.hpp"
#include "video/video_format.hpp"

namespace video {

/// An appsrc as the way of frames into a pipeline.
class FrameFeed {
  public:
    /// Sets the caps of the appsrc: I420, in the colors of the planes where frames come with some, else in those that
    /// are usual for the size. Where a side is odd its last line is doubled: 4:2:0 wants even sides.
    /// @param source must outlive this.
    /// @param format without a frame rate: 25 a second are announced; the times of the frames stay their own.
    FrameFeed(GstElement* source, const VideoFormat& format);

    /// For a pipeline that must not hold up who writes: a frame or two wait, and the oldest are left out.
    void makeLive();

    /// Gives the frame and its time to the pipeline, without waiting: its planes as they are, else made of the image.
    /// @param frame with a time below 0: the appsrc gives it its own, where it was told to.
    /// @throws cv::Exception for a frame of another size or type. @throws reid::ResourceError without memory.
    GstFlowReturn push(const VideoFrame& frame);

    GstElement* source() const { return source_; }

  private:
    GstPointer<GstBuffer> bufferOf(const VideoFrame& frame) const;

    GstElement* source_;
    cv::Size size_;
    GstVideoInfo info_{};
    bool takesPlanes_ = false;
    std::optional<PlanarColors> colors_;
};

/// The format, with 25 frames a second where it says nothing of them.
VideoFormat withFrameRate(VideoFormat format);

}  // namespace video
