#include <limits>
#include <opencv2/brnpa/attention.hpp>
#include <utility>

#include "network/onednn_compat.hpp"
#include "network/onednn_operators.hpp"

namespace reid::onednn {

std::optional<Elementwise> Compiler::elementwiseOf(const Node& node) const {
    const auto limit = [&](const char* attribute, size_t input, float otherwise) {
        if (input < node.inputs.size() && !node.inputs[input].empty()) return constant(node, input).numbers.at(0);
        const auto found = node.numbers.find(attribute);
        return found == node.numbers.end() ? otherwise : static_cast<float>(found->second);
    };
    constexpr float LARGEST = std::numeric_limits<float>::max();
    if (node.type == "Relu") return Elementwise{algorithm::eltwise_relu, 0, 0};
    if (node.type == "LeakyRelu") return Elementwise{algorithm::eltwise_relu, limit("alpha", 1, 0.01F), 0};
    if (node.type == "Sigmoid") return Elementwise{algorithm::eltwise_logistic, 0, 0};
    if (node.type == "Clip")
        return Elementwise{algorithm::eltwise_clip, limit("min", 1, -LARGEST), limit("max", 2, LARGEST)};
    return std::nullopt;
}

void Compiler::activate(const Node& node) {
    const Value from = value(node, 0);
    const auto [kind, alpha, beta] = *elementwiseOf(node);
    addStep<dnnl::eltwise_forward>(node, from, describeElementwise(engine_, kind, program_->layout(from), alpha, beta));
}

void Compiler::combine(const Node& node, algorithm how) {
    Value a = value(node, 0), b = value(node, 1);
    if (dimensions(a).size() < dimensions(b).size() || isConstant(node.inputs[0])) std::swap(a, b);
    Dimensions sizes = dimensions(b);
    if (sizes.size() < dimensions(a).size()) {
        b = inPlain(b);
        sizes.insert(sizes.begin(), dimensions(a).size() - sizes.size(), 1);
        b = program_->addView(b, plain(sizes));
    }
    for (size_t i = 0; i < sizes.size(); ++i)
        require(sizes[i] == 1 || sizes[i] == dimensions(a)[i], node, "inputs of two shapes");
    if (sizes == dimensions(a)) b = inLayout(b, program_->layout(a));
    if (type(a) != type(b)) a = inPlain(a), b = inPlain(b);
    const Value to = program_->add(program_->layout(a));
    const auto description =
        describe<dnnl::binary>(engine_, {}, how, program_->layout(a), program_->layout(b), program_->layout(to));
    program_->addStep(dnnl::binary(description), {{DNNL_ARG_SRC_0, a}, {DNNL_ARG_SRC_1, b}, {DNNL_ARG_DST, to}});
    values_[node.outputs.at(0)] = to;
}

void Compiler::multiplyMatrix(const Node& node) {
    require(node.whole("transA", 0) == 0 && node.whole("transB", 0) == 1, node, "another order of its matrices");
    require(node.numbers.count("alpha") == 0 || node.numbers.at("alpha") == 1, node, "a factor");
    require(node.numbers.count("beta") == 0 || node.numbers.at("beta") == 1, node, "a factor");
    const Value from = inPlain(value(node, 0));
    const Dimensions weights = constant(node, 1).dimensions;
    const Dimensions bias = {weights.at(0)}, to = {dimensions(from)[0], weights[0]};
    require(constant(node, 2).dimensions == bias, node, "a sum of another shape");
    const auto description = describe<dnnl::inner_product_forward>(engine_, {}, INFERENCE, anyLayout(dimensions(from)),
                                                                   anyLayout(weights), anyLayout(bias), anyLayout(to));
    const Value result = program_->add(description.dst_desc());
    program_->addStep(dnnl::inner_product_forward(description),
                      {{DNNL_ARG_SRC, inLayout(from, description.src_desc())},
                       {DNNL_ARG_WEIGHTS, weight(node.inputs[1], weights, description.weights_desc())},
                       {DNNL_ARG_BIAS, weight(node.inputs[2], bias, description.bias_desc())},
                       {DNNL_ARG_DST, result}});
    values_[node.outputs.at(0)] = result;
}

void Compiler::pool(const Node& node) {
    require(node.whole("ceil_mode", 0) == 0 && node.outputs.size() == 1, node, "ceil_mode or indices");
    require(node.list("dilations", {1, 1}) == Dimensions({1, 1}), node, "dilations");
    const Value from = value(node, 0);
    require(dimensions(from).size() == 4, node, "an input of other than four dimensions");
    const Window window = windowOf(node, node.list("kernel_shape", {}));
    const bool counts = node.whole("count_include_pad", 0) != 0;
    const auto kind = node.type == "MaxPool" ? algorithm::pooling_max
                      : counts               ? algorithm::pooling_avg_include_padding
                                             : algorithm::pooling_avg_exclude_padding;
    const auto description = describePooling(engine_, kind, program_->layout(from),
                                             anyLayout(window.over(dimensions(from), dimensions(from)[1]), type(from)),
                                             window.strides, window.kernel, window.before, window.after);
    addStep<dnnl::pooling_forward>(node, from, description);
}

void Compiler::poolGlobally(const Node& node) {
    const Value from = value(node, 0);
    const Dimensions sizes = dimensions(from), none = {0, 0}, kernel = {sizes.at(2), sizes.at(3)};
    const auto description =
        describePooling(engine_, algorithm::pooling_avg_exclude_padding, program_->layout(from),
                        anyLayout({sizes[0], sizes[1], 1, 1}, type(from)), {1, 1}, kernel, none, none);
    addStep<dnnl::pooling_forward>(node, from, description);
}

void Compiler::representativeVectors(const Node& node) {
    cv::brnpa::AttentionParams params;
    params.numParts = static_cast<int>(node.whole("num_parts", params.numParts));
    if (node.numbers.count("epsilon") != 0) params.epsilon = static_cast<float>(node.numbers.at("epsilon"));
    params.refine = node.whole("refine", 1) != 0;
    const std::string suppression = node.text("suppression", "similarity"),
                      activation = node.text("activation", "norm");
    require(suppression == "similarity" || suppression == "weight", node, "an unknown suppression");
    require(activation == "norm" || activation == "squared_norm", node, "an unknown activation");
    if (suppression == "weight") params.suppression = cv::brnpa::SUPPRESS_BY_WEIGHT;
    if (activation == "squared_norm") params.activation = cv::brnpa::ACTIVATION_SQUARED_NORM;
    const Value from = inPlain(value(node, 0));
    const Dimensions sizes = dimensions(from);
    require(sizes.size() == 4, node, "an input of other than four dimensions");
    const memory::dim K = params.numParts;
    const Value vectors = program_->add(plain({sizes[0], K * sizes[1]}));
    const Value maps = program_->add(plain({sizes[0], K, sizes[2], sizes[3]}));
    const Value norms = program_->add(plain({sizes[0], 1, sizes[2], sizes[3]}));
    const auto matOf = [this](Value value) {
        const Dimensions dims = dimensions(value);
        return std::vector<int>(dims.begin(), dims.end());
    };
    program_->addStep(
        [params, in = matOf(from), v = matOf(vectors), m = matOf(maps),
         n = matOf(norms)](const std::vector<float*>& numbers) {
            cv::Mat outVectors(v, CV_32F, numbers[1]), outMaps(m, CV_32F, numbers[2]), outNorms(n, CV_32F, numbers[3]);
            cv::brnpa::representativeVectors(cv::Mat(in, CV_32F, numbers[0]), outVectors, outMaps, outNorms, params);
        },
        {from, vectors, maps, norms});
    values_[node.outputs.at(0)] = vectors;
    if (node.outputs.size() > 1) values_[node.outputs[1]] = maps;
    if (node.outputs.size() > 2) values_[node.outputs[2]] = norms;
}

}  // namespace reid::onednn
