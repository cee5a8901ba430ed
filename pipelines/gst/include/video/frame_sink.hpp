#pragma once

#include <memory>
#include <string>

#include "video/video_format.hpp"

namespace video {

/// Where frames go, one after another.
class FrameSink {
  public:
    virtual ~FrameSink() = default;

    /// @param frame CV_8UC3 of the sink's size; its time must be above the last one's.
    /// @throws reid::ResourceError when it cannot be taken.
    virtual void write(const VideoFrame& frame) = 0;

    /// After the last frame.
    /// @throws reid::ResourceError when what was written cannot be completed.
    virtual void finish() = 0;

    /// Whoever watched has had enough: the user closed the window. Frames are taken and left out from then on.
    virtual bool closed() { return false; }
};

/// A window on the desktop, X11 or Wayland. Frames that come faster than it can draw are left out.
/// @throws reid::ResourceError where there is no desktop.
std::unique_ptr<FrameSink> makeWindow(const std::string& title, const VideoFormat& format);

/// HTTP live streaming: NAME.m3u8 and the last pieces of NAME-00000.ts, NAME-00001.ts, ... of two seconds each, for any
/// web server. Frames that come faster than they can be encoded are left out.
/// @param folder that exists.
/// @throws reid::ResourceError when no encoder is installed or the folder cannot be written to.
std::unique_ptr<FrameSink> makeHls(const std::string& folder, const std::string& name, const VideoFormat& format);

}  // namespace video
