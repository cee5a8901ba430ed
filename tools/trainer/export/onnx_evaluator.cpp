#include "export/onnx_evaluator.hpp"

#include <functional>

#include "common/errors.hpp"
#include "export/onnx_file.hpp"

namespace brnpa::trainer {
namespace {

using Tensors = std::vector<torch::Tensor>;

//! A node's attributes, with ONNX's defaults.
class Attributes {
  public:
    explicit Attributes(const OnnxFile::Node& node) : node_(node) {}

    double number(const std::string& name, double otherwise) const {
        const auto found = node_.numbers.find(name);
        return found == node_.numbers.end() ? otherwise : found->second;
    }
    std::int64_t whole(const std::string& name, std::int64_t otherwise) const {
        return static_cast<std::int64_t>(number(name, static_cast<double>(otherwise)));
    }
    const std::vector<std::int64_t>& list(const std::string& name) const {
        const auto found = node_.lists.find(name);
        if (found == node_.lists.end()) throw InputError("the node " + node_.name + " has no attribute " + name);
        return found->second;
    }

  private:
    const OnnxFile::Node& node_;
};

using Operator = std::function<torch::Tensor(const Tensors&, const Attributes&)>;

std::vector<std::int64_t> wholeNumbers(const torch::Tensor& tensor) {
    return {tensor.data_ptr<std::int64_t>(), tensor.data_ptr<std::int64_t>() + tensor.numel()};
}

torch::Tensor convolve(const Tensors& in, const Attributes& attributes) {
    const auto& pads = attributes.list("pads");  // top, left, bottom, right
    const auto padded = torch::constant_pad_nd(in[0], {pads[1], pads[3], pads[0], pads[2]});
    const std::vector<std::int64_t> noPadding{0, 0};
    return torch::conv2d(padded, in[1], in[2], attributes.list("strides"), noPadding, attributes.list("dilations"),
                         attributes.whole("group", 1));
}

torch::Tensor reshape(const Tensors& in, const Attributes&) {
    auto sizes = wholeNumbers(in[1]);
    for (std::size_t i = 0; i < sizes.size(); ++i)
        if (sizes[i] == 0) sizes[i] = in[0].size(static_cast<std::int64_t>(i));
    return in[0].reshape(sizes);
}

torch::Tensor resize(const Tensors& in, const Attributes&) {
    const auto scales = in[1].to(torch::kInt64);
    auto result = in[0];
    for (std::int64_t dimension = 0; dimension < in[0].dim(); ++dimension)
        result = result.repeat_interleave(scales[dimension].item<std::int64_t>(), dimension);
    return result;
}

const std::map<std::string, Operator>& operators() {
    static const std::map<std::string, Operator> table{
        {"Add", [](const Tensors& in, const Attributes&) { return in[0] + in[1]; }},
        {"ArgMax", [](const Tensors& in,
                      const Attributes& a) { return in[0].argmax(a.whole("axis", 0), a.whole("keepdims", 1) != 0); }},
        {"Cast", [](const Tensors& in, const Attributes&) { return in[0].to(torch::kBool); }},
        {"Clip",
         [](const Tensors& in, const Attributes& a) { return in[0].clamp(a.number("min", 0), a.number("max", 0)); }},
        {"Concat", [](const Tensors& in, const Attributes& a) { return torch::cat(in, a.whole("axis", 0)); }},
        {"Conv", convolve},
        {"Div", [](const Tensors& in, const Attributes&) { return in[0] / in[1]; }},
        {"MatMul", [](const Tensors& in, const Attributes&) { return in[0].matmul(in[1]); }},
        {"Mul", [](const Tensors& in, const Attributes&) { return in[0] * in[1]; }},
        {"OneHot",
         [](const Tensors& in, const Attributes&) {
             const auto on = torch::one_hot(in[0], in[1].item<std::int64_t>()).to(in[2].scalar_type());
             return in[2][0] + on * (in[2][1] - in[2][0]);
         }},
        {"ReduceL2",
         [](const Tensors& in, const Attributes& a) {
             return in[0].pow(2).sum(a.list("axes"), a.whole("keepdims", 1) != 0).sqrt();
         }},
        {"ReduceSum",
         [](const Tensors& in, const Attributes& a) { return in[0].sum(a.list("axes"), a.whole("keepdims", 1) != 0); }},
        {"Relu", [](const Tensors& in, const Attributes&) { return torch::relu(in[0]); }},
        {"Reshape", reshape},
        {"Resize", resize},
        {"Sub", [](const Tensors& in, const Attributes&) { return in[0] - in[1]; }},
        {"Transpose", [](const Tensors& in, const Attributes& a) { return in[0].permute(a.list("perm")); }},
        {"Where", [](const Tensors& in, const Attributes&) { return torch::where(in[0], in[1], in[2]); }},
    };
    return table;
}

torch::Tensor tensorOf(const OnnxFile::Constant& constant) {
    const auto type = constant.isWhole ? torch::kInt64 : torch::kFloat32;
    return torch::from_blob(const_cast<char*>(constant.bytes.data()), constant.sizes, type).clone();
}

}  // namespace

std::map<std::string, torch::Tensor> evaluateOnnx(const std::string& onnx, const torch::Tensor& input) {
    const torch::NoGradGuard noGrad;
    const OnnxFile file = parseOnnx(onnx);
    std::map<std::string, torch::Tensor> tensors{{file.inputs.at(0), input}};
    for (const auto& [name, constant] : file.constants)
        tensors[name] = tensorOf(constant);
    for (const auto& node : file.nodes) {
        const auto found = operators().find(node.type);
        if (found == operators().end())
            throw InputError("the operator " + node.type + " is not one that this program writes");
        Tensors inputs;
        for (const auto& name : node.inputs)
            inputs.push_back(tensors.at(name));
        tensors[node.outputs.at(0)] = found->second(inputs, Attributes(node));
    }
    std::map<std::string, torch::Tensor> outputs;
    for (const auto& name : file.outputs)
        outputs[name] = tensors.at(name);
    return outputs;
}

}  // namespace brnpa::trainer
