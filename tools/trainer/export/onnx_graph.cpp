#include "export/onnx_graph.hpp"

#include <onnx/onnx_pb.h>

#include <stdexcept>

namespace brnpa::trainer {
namespace {

// OpenCV 4.6 reads Clip's limits as attributes only, as up to opset 10; IR 5 is the one of that opset.
constexpr std::int64_t opset = 10, irVersion = 5, brnpaVersion = 1;
constexpr const char* brnpaDomain = "ai.brnpa";

void describe(onnx::ValueInfoProto& info, const std::string& name, const std::vector<std::int64_t>& sizes) {
    info.set_name(name);
    auto* tensor = info.mutable_type()->mutable_tensor_type();
    tensor->set_elem_type(onnx::TensorProto::FLOAT);
    tensor->mutable_shape()->add_dim()->set_dim_param("batch");
    for (const auto size : sizes) {
        auto* dimension = tensor->mutable_shape()->add_dim();
        if (size != OnnxGraph::anySize) dimension->set_dim_value(size);
    }
}

onnx::AttributeProto& addAttribute(onnx::NodeProto& node, const std::string& name,
                                   onnx::AttributeProto::AttributeType type) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(type);
    return attribute;
}

void addInteger(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
    addAttribute(node, name, onnx::AttributeProto::INT).set_i(value);
}

void addFloat(onnx::NodeProto& node, const std::string& name, float value) {
    addAttribute(node, name, onnx::AttributeProto::FLOAT).set_f(value);
}

void addText(onnx::NodeProto& node, const std::string& name, const std::string& value) {
    addAttribute(node, name, onnx::AttributeProto::STRING).set_s(value);
}

void addIntegers(onnx::NodeProto& node, const std::string& name, const std::vector<std::int64_t>& values) {
    auto& attribute = addAttribute(node, name, onnx::AttributeProto::INTS);
    for (const auto value : values)
        attribute.add_ints(value);
}

}  // namespace

struct OnnxGraph::Model {
    onnx::ModelProto proto;

    onnx::GraphProto& graph() { return *proto.mutable_graph(); }

    onnx::NodeProto& node(const std::string& type, const std::string& name, const std::vector<std::string>& inputs,
                          const std::vector<std::string>& outputs) {
        auto& node = *graph().add_node();
        node.set_op_type(type);
        node.set_name(name);
        for (const auto& input : inputs)
            node.add_input(input);
        for (const auto& output : outputs)
            node.add_output(output);
        return node;
    }

    std::string weights(const std::string& name, const std::vector<std::int64_t>& sizes,
                        const std::vector<float>& values) {
        std::int64_t count = 1;
        for (const auto size : sizes)
            count *= size;
        if (count != static_cast<std::int64_t>(values.size()))
            throw std::logic_error(name + " has " + std::to_string(values.size()) + " values for a shape of " +
                                   std::to_string(count));
        auto& tensor = *graph().add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::FLOAT);
        for (const auto size : sizes)
            tensor.add_dims(size);
        // Raw data is little-endian by definition, as is every machine that LibTorch runs on.
        tensor.set_raw_data(values.data(), values.size() * sizeof(float));
        return name;
    }

    void domain(const std::string& name, std::int64_t version) {
        auto& domain = *proto.add_opset_import();
        domain.set_domain(name);
        domain.set_version(version);
    }
};

OnnxGraph::OnnxGraph(const std::string& modelName, const std::string& input, const std::vector<std::int64_t>& sizes)
    : model_(std::make_unique<Model>()) {
    model_->proto.set_ir_version(irVersion);
    model_->proto.set_producer_name("brnpa-train");
    model_->domain("", opset);
    model_->graph().set_name(modelName);
    describe(*model_->graph().add_input(), input, sizes);
}

OnnxGraph::~OnnxGraph() = default;

std::string OnnxGraph::convolution(const std::string& name, const std::string& input, const Convolution& convolution) {
    const auto& sizes = convolution.weightSizes;
    const auto weight = model_->weights(name + ".weight", sizes, convolution.weights);
    const auto bias = model_->weights(name + ".bias", {sizes.at(0)}, convolution.bias);
    auto& node = model_->node("Conv", name, {input, weight, bias}, {name});
    addIntegers(node, "kernel_shape", {sizes.at(2), sizes.at(3)});
    addIntegers(node, "strides", {convolution.stride, convolution.stride});
    addIntegers(node, "pads", std::vector<std::int64_t>(4, convolution.padding));
    addIntegers(node, "dilations", {1, 1});
    addInteger(node, "group", convolution.groups);
    return name;
}

std::string OnnxGraph::relu(const std::string& name, const std::string& input) {
    model_->node("Relu", name, {input}, {name});
    return name;
}

std::string OnnxGraph::relu6(const std::string& name, const std::string& input) {
    auto& node = model_->node("Clip", name, {input}, {name});
    addFloat(node, "min", 0);
    addFloat(node, "max", 6);
    return name;
}

std::string OnnxGraph::add(const std::string& name, const std::string& a, const std::string& b) {
    model_->node("Add", name, {a, b}, {name});
    return name;
}

std::string OnnxGraph::repeatPixels(const std::string& name, const std::string& input, int factor) {
    const auto scale = static_cast<float>(factor);
    auto& node =
        model_->node("Resize", name, {input, model_->weights(name + ".scales", {4}, {1, 1, scale, scale})}, {name});
    addText(node, "mode", "nearest");
    return name;
}

void OnnxGraph::scaleShift(const std::string& name, const std::string& input, const std::vector<float>& scale,
                           const std::vector<float>& shift, const std::string& output) {
    // One dimension, not {1, D}: OpenCV 4.6 takes constants of the shape that the input has at batch 1 for full
    // tensors.
    const std::vector<std::int64_t> sizes{static_cast<std::int64_t>(scale.size())};
    const std::string scaled = name + ".scaled";
    model_->node("Mul", name + ".mul", {input, model_->weights(name + ".scale", sizes, scale)}, {scaled});
    model_->node("Add", name + ".add", {scaled, model_->weights(name + ".shift", sizes, shift)}, {output});
}

void OnnxGraph::brnpa(const std::string& name, const std::string& input, const Brnpa& brnpa) {
    if (model_->proto.opset_import_size() == 1) model_->domain(brnpaDomain, brnpaVersion);
    auto& node = model_->node("BRNPA", name, {input}, {brnpa.vectors, brnpa.maps, brnpa.norms});
    node.set_domain(brnpaDomain);
    addInteger(node, "num_parts", brnpa.numParts);
    addFloat(node, "epsilon", brnpa.epsilon);
    addText(node, "suppression", "similarity");
    addText(node, "activation", "norm");
    addInteger(node, "refine", 1);
}

std::string OnnxGraph::operation(const std::string& type, const std::string& name,
                                 const std::vector<std::string>& inputs, const Attributes& attributes) {
    auto& node = model_->node(type, name, inputs, {name});
    for (const auto& [key, value] : attributes.numbers)
        addInteger(node, key, value);
    for (const auto& [key, values] : attributes.lists)
        addIntegers(node, key, values);
    return name;
}

std::string OnnxGraph::constant(const std::string& name, const std::vector<std::int64_t>& sizes,
                                const std::vector<float>& values) {
    return model_->weights(name, sizes, values);
}

std::string OnnxGraph::constant(const std::string& name, const std::vector<std::int64_t>& values) {
    auto& tensor = *model_->graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::INT64);
    tensor.add_dims(static_cast<std::int64_t>(values.size()));
    tensor.set_raw_data(values.data(), values.size() * sizeof(std::int64_t));
    return name;
}

void OnnxGraph::output(const std::string& name, const std::vector<std::int64_t>& sizes) {
    describe(*model_->graph().add_output(), name, sizes);
}

std::string OnnxGraph::serialize() const {
    return model_->proto.SerializeAsString();
}

}  // namespace brnpa::trainer
