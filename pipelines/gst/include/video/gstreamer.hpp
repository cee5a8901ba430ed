#pragma once

#include <string>

namespace video {

/// Starts GStreamer once per process; later calls do nothing.
/// @throws reid::ResourceError when it cannot start.
void startGStreamer();

/// For example "1.22.0".
std::string gstreamerVersion();

}  // namespace video
