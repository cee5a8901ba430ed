#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Runs a GStreamer pipeline written as for gst-launch-1.0 to its end.
/// @throws std::runtime_error with GStreamer's words when it fails.
void runPipeline(const std::string& description);

/// What is in an MP4 file with H.264, found with qtdemux, h264parse and avdec_h264 alone.
struct Clip {
    int width = 0, height = 0;
    std::string pixelFormat;     ///< GStreamer's name, "I420" for 4:2:0
    std::string profile;         ///< of H.264
    std::vector<int64_t> ptsNs;  ///< of each frame, from the first one
    bool indexInFront = false;   ///< moov comes before mdat
};

/// @throws std::runtime_error when the file cannot be decoded to its end.
Clip probeClip(const std::string& path);
