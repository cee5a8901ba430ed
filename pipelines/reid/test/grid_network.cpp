#include "grid_network.hpp"

#include <onnx/onnx_pb.h>

#include <fstream>

namespace {

class Graph {
  public:
    Graph() {
        model_.set_ir_version(7);
        onnx::OperatorSetIdProto* standard = model_.add_opset_import();
        standard->set_domain("");
        standard->set_version(13);
        model_.mutable_graph()->set_name("grid");
    }

    onnx::NodeProto* node(const char* type, const std::vector<std::string>& inputs, const std::string& output) {
        onnx::NodeProto* node = model_.mutable_graph()->add_node();
        node->set_op_type(type);
        node->set_name(output);
        for (const std::string& input : inputs)
            node->add_input(input);
        node->add_output(output);
        return node;
    }

    std::string floats(const std::string& name, const std::vector<int>& shape, const std::vector<float>& values) {
        onnx::TensorProto* tensor = constant(name, shape, onnx::TensorProto::FLOAT);
        for (float value : values)
            tensor->add_float_data(value);
        return name;
    }

    std::string integers(const std::string& name, const std::vector<int>& values) {
        onnx::TensorProto* tensor = constant(name, {static_cast<int>(values.size())}, onnx::TensorProto::INT64);
        for (int value : values)
            tensor->add_int64_data(value);
        return name;
    }

    /// @param shape 0: open.
    static void describe(onnx::ValueInfoProto* value, const std::string& name, const std::vector<int>& shape) {
        value->set_name(name);
        onnx::TypeProto::Tensor* tensor = value->mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(onnx::TensorProto::FLOAT);
        for (size_t i = 0; i < shape.size(); ++i) {
            auto* dimension = tensor->mutable_shape()->add_dim();
            if (shape[i] > 0) {
                dimension->set_dim_value(shape[i]);
            } else {
                dimension->set_dim_param("d" + std::to_string(i));
            }
        }
    }

    void write(const std::string& path, const std::string& output, const cv::Size& size) {
        describe(model_.mutable_graph()->add_input(), "images", {1, 3, size.height, size.width});
        describe(model_.mutable_graph()->add_output(), output, {1, 0, 0});
        std::ofstream file(path, std::ios::binary);
        if (!model_.SerializeToOstream(&file)) throw std::runtime_error("cannot write " + path);
    }

  private:
    onnx::TensorProto* constant(const std::string& name, const std::vector<int>& shape, int type) {
        onnx::TensorProto* tensor = model_.mutable_graph()->add_initializer();
        tensor->set_name(name);
        tensor->set_data_type(type);
        for (int size : shape)
            tensor->add_dims(size);
        return tensor;
    }

    onnx::ModelProto model_;
};

void setInts(onnx::NodeProto* node, const char* name, const std::vector<int>& values) {
    onnx::AttributeProto* attribute = node->add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::INTS);
    for (int value : values)
        attribute->add_ints(value);
}

void setInt(onnx::NodeProto* node, const char* name, int value) {
    onnx::AttributeProto* attribute = node->add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::INT);
    attribute->set_i(value);
}

}  // namespace

std::vector<cv::Rect> cellsOf(cv::Size size, const std::vector<int>& strides) {
    std::vector<cv::Rect> cells;
    for (const int stride : strides) {
        for (int y = 0; y + stride <= size.height; y += stride) {
            for (int x = 0; x + stride <= size.width; x += stride)
                cells.emplace_back(x, y, stride, stride);
        }
    }
    return cells;
}

void writeGridNetwork(const std::string& path, const GridNetwork& network) {
    Graph graph;
    const int numbers = static_cast<int>(network.constant.size());
    std::vector<float> weights(3 * network.constant.size(), 0);
    weights[3 * network.brightColumn] = network.brightness;
    graph.floats("weights", {numbers, 3, 1, 1}, weights);
    graph.floats("constant", {numbers}, network.constant);
    graph.integers("flat", {1, numbers, -1});
    std::vector<std::string> grids;
    for (const int stride : network.strides) {
        const std::string name = std::to_string(stride);
        onnx::NodeProto* pool = graph.node("AveragePool", {"images"}, "means" + name);
        setInts(pool, "kernel_shape", {stride, stride});
        setInts(pool, "strides", {stride, stride});
        setInts(graph.node("Conv", {"means" + name, "weights", "constant"}, "values" + name), "kernel_shape", {1, 1});
        graph.node("Reshape", {"values" + name, "flat"}, "grid" + name);
        grids.push_back("grid" + name);
    }
    std::vector<std::string> all;
    for (int i = 0; i < network.repeats; ++i)
        all.insert(all.end(), grids.begin(), grids.end());
    const bool columns = network.layout == GridNetwork::Layout::Columns;
    const std::string whole = columns && network.perCell.empty() ? network.output : "whole";
    setInt(graph.node("Concat", all, whole), "axis", 2);
    std::string last = whole;
    if (!network.perCell.empty()) {
        const int cells = static_cast<int>(network.perCell.size()) / numbers;
        graph.floats("per_cell", {1, numbers, cells}, network.perCell);
        last = columns ? network.output : "placed";
        graph.node("Add", {whole, "per_cell"}, last);
    }
    if (!columns) {
        const bool ssd = network.layout == GridNetwork::Layout::Ssd;
        const std::string rows = ssd ? "rows" : network.output;
        setInts(graph.node("Transpose", {last}, rows), "perm", {0, 2, 1});
        if (ssd) graph.node("Reshape", {"rows", graph.integers("list", {1, 1, -1, numbers})}, network.output);
    }
    graph.write(path, network.output, network.open ? cv::Size() : network.size);
}

void writeDarknetGrid(const std::string& pathWithoutEnding) {
    constexpr int CELL = 8, FILTERS = 6, OBJECTNESS = 4, CLASS = 5;
    std::ofstream(pathWithoutEnding + ".cfg") << "[net]\nwidth = 64\nheight=32\nchannels=3\n\n"
                                                 "[convolutional]\nfilters=6\nsize=8\nstride=8\npad=0\n"
                                                 "activation=linear\n\n"
                                                 "[yolo]\nmask=0\nanchors=16,32\nclasses=1\nnum=1\n";
    std::ofstream file(pathWithoutEnding + ".weights", std::ios::binary);
    const auto write = [&](auto value) { file.write(reinterpret_cast<const char*>(&value), sizeof value); };
    for (const int32_t version : {0, 2, 5})
        write(version);
    write(int64_t{0});  // pictures seen in training
    for (int filter = 0; filter < FILTERS; ++filter)
        write(filter == OBJECTNESS ? -10.F : filter == CLASS ? 10.F : 0.F);
    for (int filter = 0; filter < FILTERS; ++filter) {
        for (int channel = 0; channel < 3; ++channel) {
            for (int i = 0; i < CELL * CELL; ++i)
                write(filter == OBJECTNESS && channel == 0 ? 20.F / (CELL * CELL) : 0.F);
        }
    }
}
