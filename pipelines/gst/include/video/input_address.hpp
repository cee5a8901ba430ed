#pragma once

#include <string>

namespace video {

/// Whether the input of a VideoReader is an address such as rtsp://camera/stream, and not a path.
bool isUri(const std::string& input);

}  // namespace video
