#pragma once

#include <string>

/// The text with every address in it as it was, but for a user and a password.
std::string withoutPasswords(const std::string& text);

/// Whether there is a folder of this path.
bool isFolder(const std::string& path);

/// @throws reid::InputError for a camera of this machine, whose pictures have no end.
void refuseCamera(const std::string& input);
