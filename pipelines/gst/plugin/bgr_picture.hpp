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

/// The description of a blue, green, red picture that a converter takes from, or gives to, frames like this one.
GstVideoInfo bgrInfo(const GstVideoInfo& like, cv::Size size);

/// Frames of any pixel format as OpenCV's blue, green, red. Those that are not are converted by GStreamer, with the
/// stream's own color matrix and range, into a picture that is used again for the next one.
class BgrPicture {
  public:
    BgrPicture();
    ~BgrPicture();

    /// @param work gets the picture, CV_8UC3, to read it: it is gone afterwards.
    /// @returns what work returns.
    template <typename Work>
    auto with(const Frame& frame, const Work& work) {
        MappedFrame source(frame.buffer, frame.format, GST_MAP_READ);
        return work(pictureOf(source, frame.format));
    }

  private:
    struct Conversion;
    cv::Mat pictureOf(MappedFrame& source, const GstVideoInfo& format);

    std::unique_ptr<Conversion> conversion_;
};

}  // namespace brnpa
