#pragma once

#include <cstdint>
#include <string>

//! Pieces of Python pickles of protocol 2, written by hand.
namespace brnpa::trainer::pickle_bytes {

inline std::string bytes(const void* data, std::size_t size) {
    return {static_cast<const char*>(data), size};
}

inline std::string pickle(const std::string& content) {
    return "\x80\x02" + content + ".";
}

inline std::string text(const std::string& value) {
    const auto size = static_cast<std::uint32_t>(value.size());
    return "X" + bytes(&size, 4) + value;
}

inline std::string small(int value) {
    return std::string("K") + static_cast<char>(value);
}

inline const std::string orderedDict = "ccollections\nOrderedDict\n)R";

//! Opcodes of torch._utils._rebuild_tensor_v2(storage, offset, (2, 3), strides, False, OrderedDict()).
inline std::string tensorOf(const std::string& storage, int offset, int stride0, int stride1) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text(storage) +
           text("cpu") + small(8) + "NtQ" + small(offset) + small(2) + small(3) + "\x86" + small(stride0) +
           small(stride1) + "\x86" + "\x89" + orderedDict + "tR";
}

inline std::string eightFloats() {
    const float values[] = {0, 1, 2, 3, 4, 5, 6, 7};
    return bytes(values, sizeof values);
}

//! A whole file of PyTorch before 1.6 with the tensor "rows", [[1, 2, 3], [4, 5, 6]].
inline std::string legacyFile() {
    const std::int64_t count = 8;
    return pickle(std::string("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12)) + pickle("M\xe9\x03") +
           pickle("}(" + text("little_endian") + "\x88u") +
           pickle(orderedDict + "(" + text("rows") + tensorOf("s", 1, 3, 1) + "u") + pickle("](" + text("s") + "e") +
           bytes(&count, sizeof count) + eightFloats();
}

}  // namespace brnpa::trainer::pickle_bytes
