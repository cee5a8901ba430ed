#pragma once

#include <string>

/// Whether the input is an address such as rtsp://camera/stream, and not a path.
bool isUri(const std::string& input);

/// Whether there is a folder of this path.
bool isFolder(const std::string& path);
