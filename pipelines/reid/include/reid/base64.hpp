#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// RFC 4648, without line breaks.
std::string toBase64(const void* bytes, size_t size);

/// @returns empty for a text that is not Base64.
std::vector<uchar> fromBase64(const std::string& text);

}  // namespace reid
