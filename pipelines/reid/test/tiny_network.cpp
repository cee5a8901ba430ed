#include "tiny_network.hpp"

#include <onnx/onnx_pb.h>

#include <fstream>
#include <initializer_list>

namespace {

void addInts(onnx::NodeProto* node, const char* name, std::initializer_list<int> values) {
    onnx::AttributeProto* attribute = node->add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::INTS);
    for (int value : values)
        attribute->add_ints(value);
}

/// @param batch 0: any. @param shape of one item.
void describe(onnx::ValueInfoProto* value, const std::string& name, int batch, std::initializer_list<int> shape) {
    value->set_name(name);
    onnx::TypeProto::Tensor* tensor = value->mutable_type()->mutable_tensor_type();
    tensor->set_elem_type(onnx::TensorProto::FLOAT);
    onnx::TensorShapeProto::Dimension* first = tensor->mutable_shape()->add_dim();
    if (batch == 0) {
        first->set_dim_param("N");
    } else {
        first->set_dim_value(batch);
    }
    for (int size : shape)
        tensor->mutable_shape()->add_dim()->set_dim_value(size);
}

}  // namespace

void writeTinyNetwork(const std::string& path, int width, int height, const TinyNetwork& options) {
    onnx::ModelProto model;
    model.set_ir_version(7);
    onnx::OperatorSetIdProto* standard = model.add_opset_import();
    standard->set_domain("");
    standard->set_version(13);
    onnx::OperatorSetIdProto* own = model.add_opset_import();
    own->set_domain("ai.brnpa");
    own->set_version(1);

    onnx::GraphProto* graph = model.mutable_graph();
    graph->set_name("tiny");
    describe(graph->add_input(), "input", options.batch, {3, height, width});

    onnx::NodeProto* pool = graph->add_node();
    pool->set_op_type("AveragePool");
    pool->set_name("cells");
    pool->add_input("input");
    pool->add_output("features");
    addInts(pool, "kernel_shape", {CELL, CELL});
    addInts(pool, "strides", {CELL, CELL});

    onnx::NodeProto* attention = graph->add_node();
    attention->set_op_type("BRNPA");
    attention->set_domain("ai.brnpa");
    attention->set_name("attention");
    attention->add_input("features");
    onnx::AttributeProto* parts = attention->add_attribute();
    parts->set_name("num_parts");
    parts->set_type(onnx::AttributeProto::INT);
    parts->set_i(options.parts);
    attention->add_output(options.embeddingName);
    attention->add_output("saliency_map");
    attention->add_output("saliency_norm");

    const int rows = height / CELL, columns = width / CELL;
    describe(graph->add_output(), options.embeddingName, options.batch, {options.parts * 3});
    describe(graph->add_output(), "saliency_map", options.batch, {options.parts, rows, columns});
    describe(graph->add_output(), "saliency_norm", options.batch, {1, rows, columns});

    std::ofstream file(path, std::ios::binary);
    if (!model.SerializeToOstream(&file)) throw std::runtime_error("cannot write " + path);
}
