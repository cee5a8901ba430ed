#pragma once

#include <string>

namespace reid {

/// SHA-256 of a file's bytes, 64 lower-case hexadecimal digits.
/// @throws InputError when the file cannot be read.
std::string sha256OfFile(const std::string& path);

}  // namespace reid
