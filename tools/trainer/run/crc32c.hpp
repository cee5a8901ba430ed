#pragma once

#include <cstdint>
#include <string>

namespace brnpa::trainer {

//! CRC-32C (Castagnoli, RFC 3720), as TFRecord files have it.
std::uint32_t crc32c(const std::string& bytes);

}  // namespace brnpa::trainer
