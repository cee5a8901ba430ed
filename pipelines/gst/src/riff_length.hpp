#pragma once

#include <string>

namespace video {

/// Whether a RIFF file (AVI) ends before the length in its first bytes. GStreamer's demuxer reads such a file to the
/// last byte without a word, and takes its duration from what it found there.
/// @param uri anything but file:// is false.
bool isShorterThanItsHeaderSays(const std::string& uri);

}  // namespace video
