#include "export/onnx_file.hpp"

#include <onnx/onnx_pb.h>

#include "common/errors.hpp"

namespace brnpa::trainer {

OnnxFile parseOnnx(const std::string& onnx) {
    onnx::ModelProto model;
    if (!model.ParseFromString(onnx)) throw InputError("this is no ONNX model");
    OnnxFile file;
    for (const auto& node : model.graph().node()) {
        OnnxFile::Node result{node.op_type(),
                              node.name(),
                              {node.input().begin(), node.input().end()},
                              {node.output().begin(), node.output().end()},
                              {},
                              {}};
        for (const auto& attribute : node.attribute()) {
            if (attribute.type() == onnx::AttributeProto::INT)
                result.numbers[attribute.name()] = static_cast<double>(attribute.i());
            else if (attribute.type() == onnx::AttributeProto::FLOAT)
                result.numbers[attribute.name()] = static_cast<double>(attribute.f());
            else if (attribute.type() == onnx::AttributeProto::INTS)
                result.lists[attribute.name()] = {attribute.ints().begin(), attribute.ints().end()};
        }
        file.nodes.push_back(std::move(result));
    }
    for (const auto& tensor : model.graph().initializer()) {
        const bool isWhole = tensor.data_type() == onnx::TensorProto::INT64;
        if ((!isWhole && tensor.data_type() != onnx::TensorProto::FLOAT) || !tensor.has_raw_data())
            throw InputError("the constant " + tensor.name() + " is neither raw float32 nor raw int64");
        file.constants[tensor.name()] = {{tensor.dims().begin(), tensor.dims().end()}, isWhole, tensor.raw_data()};
    }
    for (const auto& input : model.graph().input())
        if (file.constants.count(input.name()) == 0) file.inputs.push_back(input.name());
    for (const auto& output : model.graph().output())
        file.outputs.push_back(output.name());
    return file;
}

}  // namespace brnpa::trainer
