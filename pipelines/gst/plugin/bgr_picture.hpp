#pragma once

#include <gst/video/video.h>

#include <memory>
#include <opencv2/core.hpp>

#include "frame_worker.hpp"

namespace brnpa {

/// A frame's pixels as long as it lives.
class MappedFrame {
  public:
    /// @throws reid::ResourceError when the memory cannot be reached.
    MappedFrame(GstBuffer* buffer, const GstVideoInfo& format, GstMapFlags access);
    ~MappedFrame() { gst_video_frame_unmap(&frame_); }
    MappedFrame(const MappedFrame&) = delete;
    MappedFrame& operator=(const MappedFrame&) = delete;

    GstVideoFrame* get() { return &frame_; }
    /// The first plane: rows x columns of bytes, channels as the format says.
    cv::Mat plane(int type);

  private:
    GstVideoFrame frame_;
};

/// Frames of any pixel format as OpenCV's blue, green, red. Those that are not are converted by GStreamer, with the
/// stream's own color matrix and range, into a picture that is used again for the next one.
class BgrPicture {
  public:
    BgrPicture();
    ~BgrPicture();

    /// @returns CV_8UC3; it is valid until the next call or release(), and only to read.
    cv::Mat of(const Frame& frame);

    /// Lets go of the frame.
    void release();

  private:
    struct Conversion;
    std::unique_ptr<MappedFrame> source_;
    std::unique_ptr<Conversion> conversion_;
};

}  // namespace brnpa
