#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! An ONNX model as plain data, for those who do not read protobuf's headers.
struct OnnxFile {
    struct Node {
        std::string type, name;
        std::vector<std::string> inputs, outputs;
        std::map<std::string, double> numbers;                   //!< attributes of one number, whole or not
        std::map<std::string, std::vector<std::int64_t>> lists;  //!< attributes of whole numbers
    };
    struct Constant {
        std::vector<std::int64_t> sizes;
        bool isWhole = false;  //!< int64, else float
        std::string bytes;     //!< little-endian
    };
    std::vector<Node> nodes;  //!< in the order of computation
    std::map<std::string, Constant> constants;
    std::vector<std::string> inputs, outputs;
};

/** @param onnx the content of a file.
    @throws InputError when it is no ONNX model or has constants of another type. */
OnnxFile parseOnnx(const std::string& onnx);

}  // namespace brnpa::trainer
