#pragma once

#include <gst/gst.h>

#include "video/video_format.hpp"

namespace video {

/// When each frame of a video is shown. Some containers and damaged files give no time, or the same one twice: then the
/// frame follows the last one.
class FrameTimes {
  public:
    /// Sets the times of the next frame.
    void set(GstSample* sample, const VideoFormat& format, VideoFrame& frame);

    /// Of the last frame, nanoseconds; 0 without one.
    int64_t endNs() const { return lastEndNs_; }

  private:
    int64_t frames_ = 0, lastPtsNs_ = 0, lastEndNs_ = 0;
};

}  // namespace video
