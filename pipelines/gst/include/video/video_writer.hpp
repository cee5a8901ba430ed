#pragma once

#include <memory>
#include <string>
#include <vector>

#include "video/frame_sink.hpp"

namespace video {

struct VideoWriterOptions {
    int quality = 21;      ///< x264's constant rate factor, 1 (best) to 50; other encoders: a bit rate that comes near
    int queuedFrames = 4;  ///< taken ahead of the encoder, 1 or more
    /// The file has its name from the beginning and grows: whatever happens, it plays up to the last second. A little
    /// larger, and with no index to seek by.
    bool growing = false;
    bool immediate = false;  ///< for live viewers: each frame is encoded by itself, and none is held back
    /// GStreamer elements, in order of preference; the first that is installed encodes.
    std::vector<std::string> encoders = {"x264enc", "openh264enc", "vah264enc"};
};

/// Writes an MP4 file that browsers play: H.264, 4:2:0, the index in front. Encodes in threads of its own.
/// The file appears under its name in finish(); until then it has a hidden name beside it (unless options.growing).
class VideoWriter : public FrameSink {
  public:
    /// @param path of the file; its folder must exist.
    /// @param format of all frames. Where a side is odd, its last line is doubled: 4:2:0 wants even sides.
    /// @throws reid::ResourceError when no encoder is installed or the folder cannot be written to.
    VideoWriter(const std::string& path, const VideoFormat& format, const VideoWriterOptions& options = {});
    /// Removes the unfinished file if finish() was not called.
    ~VideoWriter() override;

    /// Times are kept as they are, so a varying frame rate survives.
    /// @param frame CV_8UC3 of the size in the format; its time must be above the last one's.
    /// @throws reid::ResourceError when writing or encoding fails. @throws cv::Exception for another size or type.
    void write(const VideoFrame& frame) override;

    /// Ends the file, syncs it and gives it its name.
    /// @throws reid::ResourceError when that fails, and when no frame was written.
    void finish() override;

    /// The GStreamer element that encodes.
    const std::string& encoder() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace video
