#include "reid/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace reid {

std::string toBase64(const void* bytes, size_t size) {
    std::string text(4 * ((size + 2) / 3) + 1, '\0');  // and the zero that OpenSSL puts behind it
    const int length = EVP_EncodeBlock(reinterpret_cast<uchar*>(text.data()), static_cast<const uchar*>(bytes),
                                       static_cast<int>(size));
    text.resize(static_cast<size_t>(length));
    return text;
}

std::vector<uchar> fromBase64(const std::string& text) {
    std::vector<uchar> bytes(3 * ((text.size() + 3) / 4));
    const int length =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const uchar*>(text.data()), static_cast<int>(text.size()));
    // OpenSSL counts the bytes that "=" stands for.
    const auto padding = std::count(text.begin(), text.end(), '=');
    bytes.resize(padding > 2 ? 0 : static_cast<size_t>(std::max<std::ptrdiff_t>(0, length - padding)));
    return bytes;
}

}  // namespace reid
