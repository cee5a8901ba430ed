#pragma once

#include <gst/video/video.h>

#include <opencv2/core.hpp>

#include "bgr_converter.hpp"
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

/// Frames of any pixel format as OpenCV's blue, green, red. Those that are not are converted, with the stream's
/// own color matrix and range, into a picture that is used again for the next one.
class BgrPicture {
  public:
    /// @param work gets the picture, CV_8UC3, to read it: it is gone afterwards.
    /// @returns what work returns.
    template <typename Work>
    auto with(const Frame& frame, const Work& work) {
        MappedFrame source(frame.buffer, frame.format, GST_MAP_READ);
        return work(pictureOf(source, frame.format));
    }

  private:
    cv::Mat pictureOf(MappedFrame& source, const GstVideoInfo& format);

    video::BgrConverter converter_;
    cv::Mat picture_;
};

}  // namespace brnpa
