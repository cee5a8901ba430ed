#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace reid {

/// An ONNX model as plain data, for those who do not read protobuf's headers.
struct OnnxGraph {
    struct Node {
        std::string type;
        std::vector<std::string> inputs, outputs;  ///< an optional input that is left out has no name
        std::map<std::string, double> numbers;     ///< attributes of one number, whole or not
        std::map<std::string, std::string> texts;
        std::map<std::string, std::vector<int64_t>> lists;  ///< attributes of whole numbers

        int64_t whole(const std::string& attribute, int64_t otherwise) const;
        std::vector<int64_t> list(const std::string& attribute, std::vector<int64_t> otherwise) const;
        std::string text(const std::string& attribute, const std::string& otherwise) const;
    };
    struct Constant {
        std::vector<int64_t> dimensions;
        std::vector<float> numbers;   ///< of a tensor of float
        std::vector<int64_t> wholes;  ///< of a tensor of int64
    };
    struct Input {
        std::string name;
        std::vector<int64_t> dimensions;  ///< 0 for one that is left open
    };

    std::vector<Node> nodes;  ///< in the order of computation
    std::map<std::string, Constant> constants;
    std::vector<Input> inputs;
    std::vector<std::string> outputs;
};

/// Constants of other types than float and int64, or outside the file, are left out.
/// @throws InputError when the file is missing or is no ONNX model.
OnnxGraph readOnnxGraph(const std::string& path);

}  // namespace reid
