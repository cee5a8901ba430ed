#include "export/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "common/errors.hpp"

namespace brnpa::trainer {

std::string sha256(const std::string& bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1)
        throw ResourceError("libcrypto cannot compute SHA-256");
    std::string text;
    for (unsigned int i = 0; i < size; ++i)
        text += fmt::format("{:02x}", digest[i]);
    return text;
}

}  // namespace brnpa::trainer
