#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "video/video_format.hpp"

namespace video {

struct VideoReaderOptions {
    int queuedFrames = 4;                               ///< decoded ahead of read(), 1 or more
    std::function<bool()> stop = [] { return false; };  ///< asked while waiting; true ends the video early
    /// Only the latest frame is kept: one that comes while the last is being worked on takes the place of the one
    /// before, which is dropped. A file is then played at its own speed, as if it came from a camera.
    bool live = false;
    /// Frames also keep their planes, where the format has them (VideoFrame::planes): for callers that use
    /// noteDrawing().
    bool keepPlanes = false;
    bool sizeMayChange = false;  ///< false: a frame of another size is an error
    /// Pixels that a camera of this machine is asked for; empty: a size near 1280 x 720 that it gives fluently. The
    /// frames are of another size where it has none like that.
    cv::Size cameraSize;
    /// How long the first frame may take; of a live video every frame: it ends with a warning then.
    std::chrono::milliseconds patience{60000};
};

/// Decodes the first video stream of a file with whatever GStreamer plugins are installed, in threads of its own.
/// A rotation that the file asks for (phones) is applied.
class VideoReader {
  public:
    /// Opens the video and decodes its first frame.
    /// @param input path of a file, or a URI such as rtsp://... or file:///..., or a camera such as /dev/video0, or
    /// test://ball, which moves 25 times a second over 640 x 480 pixels and never ends.
    /// @throws reid::InputError when there is no such file or no picture can be had from it.
    /// @throws reid::ResourceError when a decoder is not installed.
    explicit VideoReader(const std::string& input, VideoReaderOptions options = {});
    ~VideoReader();

    /// Of the last frame read.
    const VideoFormat& format() const;

    /// Nanoseconds, as the container says, where it says.
    std::optional<int64_t> durationNs() const;

    /// From duration and frame rate, where both are known.
    std::optional<int64_t> estimatedFrames() const;

    /// The next frame; its image is the caller's own.
    /// @returns false at the end, and when options.stop() said so.
    /// @throws reid::InputError when the frame size changes and options.sizeMayChange is false.
    bool read(VideoFrame& frame);

    /// So far; a live video drops those that were not the latest any more when read() wanted one.
    int64_t decodedFrames() const;
    int64_t droppedFrames() const;

    /// After the end: one sentence when the file broke off or is damaged, so that there were fewer frames than it
    /// promises, or when a live video broke off.
    const std::optional<std::string>& warning() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace video
