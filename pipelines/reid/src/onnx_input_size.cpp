#include "onnx_input_size.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <fstream>
#include <vector>

namespace reid {

namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// Numbers of fields in onnx.proto.
constexpr int MODEL_GRAPH = 7;
constexpr int GRAPH_INPUT = 11;
constexpr int VALUE_TYPE = 2;
constexpr int TYPE_TENSOR = 1;
constexpr int TENSOR_SHAPE = 2;
constexpr int SHAPE_DIMENSION = 1;
constexpr int DIMENSION_VALUE = 1;

/// The stream stands behind the next tag of this field afterwards, within the message that is being read.
bool findField(CodedInputStream& stream, int field) {
    while (const uint32_t tag = stream.ReadTag()) {
        if (WireFormatLite::GetTagFieldNumber(tag) == field) return true;
        if (!WireFormatLite::SkipField(&stream, tag)) return false;
    }
    return false;
}

/// Reads the next message of this field from here on. @returns the limit to go back to, or empty when there is none.
std::optional<CodedInputStream::Limit> enterMessage(CodedInputStream& stream, int field) {
    uint32_t length = 0;
    if (!findField(stream, field) || !stream.ReadVarint32(&length)) return std::nullopt;
    return stream.PushLimit(static_cast<int>(length));
}

/// The numbers of a shape; 0 for one that is left open.
std::vector<uint64_t> readShape(CodedInputStream& stream) {
    std::vector<uint64_t> shape;
    while (const auto outside = enterMessage(stream, SHAPE_DIMENSION)) {
        uint64_t value = 0;
        if (findField(stream, DIMENSION_VALUE) && !stream.ReadVarint64(&value)) break;
        shape.push_back(value);
        stream.Skip(stream.BytesUntilLimit());
        stream.PopLimit(*outside);
    }
    return shape;
}

}  // namespace

std::optional<cv::Size> onnxInputSize(const std::string& path) {
    constexpr uint64_t LARGEST = 1 << 16;  // pixels
    std::ifstream file(path, std::ios::binary);
    google::protobuf::io::IstreamInputStream bytes(&file);
    CodedInputStream stream(&bytes);
    for (const int field : {MODEL_GRAPH, GRAPH_INPUT, VALUE_TYPE, TYPE_TENSOR, TENSOR_SHAPE}) {
        if (!enterMessage(stream, field)) return std::nullopt;
    }
    const std::vector<uint64_t> shape = readShape(stream);
    if (shape.size() != 4) return std::nullopt;
    const uint64_t height = shape[2], width = shape[3];
    if (height == 0 || width == 0 || height > LARGEST || width > LARGEST) return std::nullopt;
    return cv::Size(static_cast<int>(width), static_cast<int>(height));
}

}  // namespace reid
