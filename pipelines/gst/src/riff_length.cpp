#include "riff_length.hpp"

#include <array>
#include <filesystem>
#include <fstream>

#include "gst_pointer.hpp"

namespace video {

namespace {
constexpr uintmax_t RIFF_HEADER_BYTES = 8;  ///< "RIFF" and the length of what follows
}

bool isShorterThanItsHeaderSays(const std::string& uri) {
    const GstPointer<gchar> path(g_filename_from_uri(uri.c_str(), nullptr, nullptr));
    if (!path) return false;
    std::array<unsigned char, RIFF_HEADER_BYTES> header{};
    std::ifstream file(path.get(), std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(header.data()), header.size())) return false;
    if (std::string(header.begin(), header.begin() + 4) != "RIFF") return false;
    uintmax_t length = 0;
    for (int i = 7; i >= 4; --i)
        length = length << 8 | header[i];
    std::error_code failure;
    const uintmax_t size = std::filesystem::file_size(path.get(), failure);
    return !failure && size < length + RIFF_HEADER_BYTES;
}

}  // namespace video
