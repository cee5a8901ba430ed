#include "network/onnx_graph.hpp"

#include <onnx/onnx_pb.h>

#include <cstring>
#include <fstream>
#include <utility>

#include "reid/errors.hpp"

namespace reid {

namespace {

template <typename Number, typename Repeated>
std::vector<Number> numbersOf(const std::string& raw, const Repeated& listed) {
    if (raw.empty()) return {listed.begin(), listed.end()};
    std::vector<Number> numbers(raw.size() / sizeof(Number));
    std::memcpy(numbers.data(), raw.data(), numbers.size() * sizeof(Number));
    return numbers;
}

void addConstant(OnnxGraph& graph, const std::string& name, const onnx::TensorProto& tensor) {
    if (tensor.data_location() == onnx::TensorProto::EXTERNAL) return;
    OnnxGraph::Constant constant;
    constant.dimensions = {tensor.dims().begin(), tensor.dims().end()};
    if (tensor.data_type() == onnx::TensorProto::FLOAT)
        constant.numbers = numbersOf<float>(tensor.raw_data(), tensor.float_data());
    else if (tensor.data_type() == onnx::TensorProto::INT64)
        constant.wholes = numbersOf<int64_t>(tensor.raw_data(), tensor.int64_data());
    else
        return;
    size_t count = 1;
    for (const int64_t dimension : constant.dimensions)
        count *= static_cast<size_t>(dimension);
    if (count != constant.numbers.size() + constant.wholes.size())
        throw InputError("The constant \"" + name + "\" of the network has fewer or more numbers than its shape says.");
    graph.constants[name] = std::move(constant);
}

OnnxGraph::Node nodeOf(const onnx::NodeProto& proto) {
    OnnxGraph::Node node;
    node.type = proto.op_type();
    node.inputs = {proto.input().begin(), proto.input().end()};
    node.outputs = {proto.output().begin(), proto.output().end()};
    for (const auto& attribute : proto.attribute()) {
        if (attribute.type() == onnx::AttributeProto::INT)
            node.numbers[attribute.name()] = static_cast<double>(attribute.i());
        else if (attribute.type() == onnx::AttributeProto::FLOAT)
            node.numbers[attribute.name()] = static_cast<double>(attribute.f());
        else if (attribute.type() == onnx::AttributeProto::INTS)
            node.lists[attribute.name()] = {attribute.ints().begin(), attribute.ints().end()};
        else if (attribute.type() == onnx::AttributeProto::STRING)
            node.texts[attribute.name()] = attribute.s();
    }
    return node;
}

}  // namespace

int64_t OnnxGraph::Node::whole(const std::string& attribute, int64_t otherwise) const {
    const auto found = numbers.find(attribute);
    return found == numbers.end() ? otherwise : static_cast<int64_t>(found->second);
}

std::vector<int64_t> OnnxGraph::Node::list(const std::string& attribute, std::vector<int64_t> otherwise) const {
    const auto found = lists.find(attribute);
    return found == lists.end() ? std::move(otherwise) : found->second;
}

std::string OnnxGraph::Node::text(const std::string& attribute, const std::string& otherwise) const {
    const auto found = texts.find(attribute);
    return found == texts.end() ? otherwise : found->second;
}

OnnxGraph readOnnxGraph(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    onnx::ModelProto model;
    if (!file || !model.ParseFromIstream(&file) || model.graph().node_size() == 0)
        throw InputError("The network \"" + path + "\" is missing or is no ONNX model.");
    OnnxGraph graph;
    for (const auto& tensor : model.graph().initializer())
        addConstant(graph, tensor.name(), tensor);
    for (const auto& node : model.graph().node()) {
        if (node.op_type() == "Constant" && node.attribute_size() == 1 && node.attribute(0).has_t())
            addConstant(graph, node.output(0), node.attribute(0).t());
        else
            graph.nodes.push_back(nodeOf(node));
    }
    for (const auto& input : model.graph().input()) {
        if (graph.constants.count(input.name()) != 0) continue;
        OnnxGraph::Input described{input.name(), {}};
        for (const auto& dimension : input.type().tensor_type().shape().dim())
            described.dimensions.push_back(dimension.dim_value());
        graph.inputs.push_back(std::move(described));
    }
    for (const auto& output : model.graph().output())
        graph.outputs.push_back(output.name());
    return graph;
}

}  // namespace reid
