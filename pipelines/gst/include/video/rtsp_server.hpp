#pragma once

#include <memory>
#include <string>

#include "video/frame_sink.hpp"

namespace video {

/// Serves live video to any number of viewers. What nobody watches is not encoded.
class RtspServer {
  public:
    /// @param port 0: any that is free.
    /// @throws reid::ResourceError when the port is taken.
    explicit RtspServer(int port);
    ~RtspServer();

    int port() const;

    /// A stream rtsp://HOST:PORT/NAME. The sink must not outlive the server.
    std::unique_ptr<FrameSink> mount(const std::string& name, const VideoFormat& format);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace video
