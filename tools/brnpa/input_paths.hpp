#pragma once

#include <string>

/// Whether the input is an address such as rtsp://camera/stream, and not a path.
bool isUri(const std::string& input);

/// The text with every address in it as it was, but for a user and a password.
std::string withoutPasswords(const std::string& text);

/// Whether there is a folder of this path.
bool isFolder(const std::string& path);
