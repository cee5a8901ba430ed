#pragma once

#include <string>

#include "frame_feed.hpp"
#include "pipeline.hpp"
#include "video/frame_sink.hpp"

namespace video {

/// Frames into a pipeline that must not hold up who writes: the oldest are left out.
class LiveSink : public FrameSink {
  public:
    /// @param purpose begins the sentence that says what went wrong.
    LiveSink(std::string purpose, const VideoFormat& format);

    void write(const VideoFrame& frame) override;
    void finish() override;

  protected:
    void play();
    /// @throws reid::ResourceError when an error came on the bus, or the pipeline stopped for none.
    void fail(bool stopped);

    std::string purpose_;
    Pipeline pipeline_;
    GstElement* source_;
    FrameFeed feed_;
};

}  // namespace video
