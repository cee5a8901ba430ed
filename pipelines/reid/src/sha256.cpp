#include "sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>

#include "reid/errors.hpp"

namespace reid {

std::string sha256OfFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InputError("The file \"" + path + "\" cannot be opened; a readable file is needed.");

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int digestSize = 0;
    std::array<char, 1 << 16> chunk{};
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    while (good && file) {
        file.read(chunk.data(), chunk.size());
        good = EVP_DigestUpdate(context.get(), chunk.data(), static_cast<size_t>(file.gcount())) == 1;
    }
    if (file.bad()) throw InputError("The file \"" + path + "\" cannot be read; the disk reports an error.");
    good = good && EVP_DigestFinal_ex(context.get(), digest.data(), &digestSize) == 1;
    if (!good) throw ResourceError("The SHA-256 checksum of \"" + path + "\" cannot be computed by libcrypto.");

    static const char* const digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < digestSize; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

}  // namespace reid
