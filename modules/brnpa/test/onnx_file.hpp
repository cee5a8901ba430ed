// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_ONNX_FILE_HPP
#define OPENCV_TEST_BRNPA_ONNX_FILE_HPP

#include <onnx/onnx_pb.h>

#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

namespace opencv_test {

//! Builds small ONNX files in memory. A dimension of 0 is dynamic and named "batch".
class OnnxFile {
  public:
    OnnxFile() {
        model_.set_ir_version(7);
        addDomain("", 11);
        addDomain("ai.brnpa", 1);
        model_.mutable_graph()->set_name("test");
    }

    void input(const std::string& name, const std::vector<int>& sizes, int type = onnx::TensorProto::FLOAT) {
        describe(*model_.mutable_graph()->add_input(), name, sizes, type);
    }
    void output(const std::string& name, const std::vector<int>& sizes) {
        describe(*model_.mutable_graph()->add_output(), name, sizes, onnx::TensorProto::FLOAT);
    }
    void weights(const std::string& name, const std::vector<int>& sizes, const std::vector<float>& values) {
        onnx::TensorProto& tensor = *model_.mutable_graph()->add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::FLOAT);
        for (const int size : sizes)
            tensor.add_dims(size);
        for (const float value : values)
            tensor.add_float_data(value);
    }
    onnx::NodeProto& node(const std::string& type, const std::vector<std::string>& inputs,
                          const std::vector<std::string>& outputs) {
        onnx::NodeProto& node = *model_.mutable_graph()->add_node();
        node.set_op_type(type);
        node.set_name(type + "_" + outputs[0]);
        for (const auto& name : inputs)
            node.add_input(name);
        for (const auto& name : outputs)
            node.add_output(name);
        return node;
    }
    //! The node under test, and its three results as outputs of the graph.
    onnx::NodeProto& attention(const std::string& input, int C, int H, int W, int parts = 3, int batch = 0) {
        onnx::NodeProto& layer = node("BRNPA", {input}, {"vectors", "maps", "norms"});
        layer.set_domain("ai.brnpa");
        output("vectors", {batch, parts * C});
        output("maps", {batch, parts, H, W});
        output("norms", {batch, 1, H, W});
        return layer;
    }

    static void attribute(onnx::NodeProto& node, const std::string& name, int value) {
        onnx::AttributeProto& attribute = add(node, name, onnx::AttributeProto::INT);
        attribute.set_i(value);
    }
    static void attribute(onnx::NodeProto& node, const std::string& name, const std::vector<int>& values) {
        onnx::AttributeProto& attribute = add(node, name, onnx::AttributeProto::INTS);
        for (const int value : values)
            attribute.add_ints(value);
    }
    static void attribute(onnx::NodeProto& node, const std::string& name, float value) {
        onnx::AttributeProto& attribute = add(node, name, onnx::AttributeProto::FLOAT);
        attribute.set_f(value);
    }
    static void attribute(onnx::NodeProto& node, const std::string& name, const std::string& value) {
        onnx::AttributeProto& attribute = add(node, name, onnx::AttributeProto::STRING);
        attribute.set_s(value);
    }

    cv::dnn::Net read() const {
        const std::string bytes = model_.SerializeAsString();
        return cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
    }

  private:
    static onnx::AttributeProto& add(onnx::NodeProto& node, const std::string& name,
                                     onnx::AttributeProto::AttributeType type) {
        onnx::AttributeProto& attribute = *node.add_attribute();
        attribute.set_name(name);
        attribute.set_type(type);
        return attribute;
    }
    void addDomain(const std::string& name, int version) {
        onnx::OperatorSetIdProto& domain = *model_.add_opset_import();
        domain.set_domain(name);
        domain.set_version(version);
    }
    static void describe(onnx::ValueInfoProto& info, const std::string& name, const std::vector<int>& sizes, int type) {
        info.set_name(name);
        auto* tensor = info.mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(type);
        for (const int size : sizes) {
            auto* dimension = tensor->mutable_shape()->add_dim();
            if (size > 0)
                dimension->set_dim_value(size);
            else
                dimension->set_dim_param("batch");
        }
    }

    onnx::ModelProto model_;
};

}  // namespace opencv_test

#endif
