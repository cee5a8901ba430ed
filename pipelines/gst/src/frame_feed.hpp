#pragma once

#include <gst/gst.h>
#include <gst/video/video.h>

#include "video/video_format.hpp"

namespace video {

/// An appsrc as the way of frames into a pipeline.
class FrameFeed {
  public:
    /// Sets the caps of the appsrc: B, G, R. Where a side is odd its last line is doubled: 4:2:0 wants even sides.
    /// @param source must outlive this.
    /// @param format without a frame rate: 25 a second are announced; the times of the frames stay their own.
    FrameFeed(GstElement* source, const VideoFormat& format);

    /// For a pipeline that must not hold up who writes: a frame or two wait, and the oldest are left out.
    void makeLive();

    /// Copies the frame and its time into the pipeline, without waiting.
    /// @param frame with a time below 0: the appsrc gives it its own, where it was told to.
    /// @throws cv::Exception for a frame of another size or type. @throws reid::ResourceError without memory.
    GstFlowReturn push(const VideoFrame& frame);

    GstElement* source() const { return source_; }

  private:
    GstElement* source_;
    cv::Size size_;
    GstVideoInfo info_{};
};

/// The format, with 25 frames a second where it says nothing of them.
VideoFormat withFrameRate(VideoFormat format);

}  // namespace video
