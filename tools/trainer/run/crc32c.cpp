#include "run/crc32c.hpp"

#include <array>

namespace brnpa::trainer {
namespace {

constexpr std::uint32_t polynomial = 0x82f63b78;  // reflected

constexpr std::array<std::uint32_t, 256> makeTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1u) != 0 ? polynomial : 0);
        table[i] = value;
    }
    return table;
}

constexpr auto table = makeTable();

}  // namespace

std::uint32_t crc32c(const std::string& bytes) {
    std::uint32_t crc = 0xffffffff;
    for (const char byte : bytes)
        crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xffu];
    return ~crc;
}

}  // namespace brnpa::trainer
