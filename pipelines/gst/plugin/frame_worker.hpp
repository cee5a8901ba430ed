#pragma once

#include <gst/video/video.h>

#include <cstdint>
#include <opencv2/core.hpp>

namespace brnpa {

/// One frame on its way through an element.
struct Frame {
    GstBuffer* buffer;           ///< writable, unless the element only reads
    const GstVideoInfo& format;  ///< of its pixels
    const GstSegment& segment;   ///< its times belong to it
    int64_t streamTimeNs;        ///< when it is shown, from the beginning of the stream

    cv::Size size() const { return {GST_VIDEO_INFO_WIDTH(&format), GST_VIDEO_INFO_HEIGHT(&format)}; }
};

/// What one element does with frames: the code that is not GStreamer's. It is made when the element goes to READY, so
/// that what it needs (models, files) is found missing there. Errors are thrown as in reid/errors.hpp. Calls come one
/// at a time.
class FrameWorker {
  public:
    virtual ~FrameWorker() = default;

    /// The stream starts, or was flushed: nothing that was seen before counts.
    virtual void restart() {}

    /// Another scene follows in the same stream: another file, or another size of picture.
    virtual void beginScene() {}

    virtual void process(const Frame& frame) = 0;

    /// No frame will follow (end of stream).
    virtual void end() {}

    /// The stream stops, whether or not it came to its end.
    virtual void stop() {}

    /// What an element further down has to say to those above it (element_news.hpp).
    virtual void hear(const GstStructure& /*news*/) {}
};

}  // namespace brnpa
