#pragma once

#include <string>

namespace brnpa::trainer {

//! SHA-256 of the bytes, 64 lower-case hexadecimal digits. @throws ResourceError when libcrypto fails.
std::string sha256(const std::string& bytes);

}  // namespace brnpa::trainer
