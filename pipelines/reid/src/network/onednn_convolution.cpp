#include <algorithm>
#include <utility>

#include "network/onednn_compat.hpp"
#include "network/onednn_operators.hpp"

namespace reid::onednn {

namespace {

// Channels. With fewer, Winograd's transformations take as long as the multiplications that they save.
constexpr memory::dim WORTH_WINOGRAD = 64;

/// Whether oneDNN has Winograd's algorithm here: up to version 3.1, with AVX-512.
bool hasWinograd(const dnnl::engine& engine) {
    const memory::desc picture = blocked({1, WORTH_WINOGRAD, 8, 8});
    const Dimensions none = {0, 0}, one = {1, 1};
    return static_cast<bool>(describeIfThere<dnnl::convolution_forward>(
        engine, {}, INFERENCE, algorithm::convolution_winograd, picture,
        anyLayout({WORTH_WINOGRAD, WORTH_WINOGRAD, 3, 3}), anyLayout({WORTH_WINOGRAD}), picture, one, none, one, one));
}

}  // namespace

Compiler::Convolution Compiler::convolutionOf(const Node& node, Value from, const Dimensions& input) const {
    const OnnxGraph::Constant& weights = constant(node, 1);
    require(weights.dimensions.size() == 4 && input.size() == 4, node, "other than two dimensions");
    const memory::dim groups = node.whole("group", 1);
    const Dimensions& sizes = weights.dimensions;  // to, from of a group, height, width
    Convolution result{from, sizes, {sizes[0]}, {}, {}, {}, type_, {}};
    Dimensions kernel = {sizes[2], sizes[3]};
    for (const int64_t dilation : node.list("dilations", {1, 1}))
        result.dilations.push_back(dilation - 1);
    require(result.dilations.size() == 2, node, "dilations of other than two dimensions");
    result.window = windowOf(node, kernel);
    Window reached = result.window;
    for (size_t i = 0; i < 2; ++i)
        reached.kernel[i] += (kernel[i] - 1) * result.dilations[i];
    result.to = reached.over(input, sizes[0]);
    if (groups > 1) result.weights = {groups, sizes[0] / groups, sizes[1], sizes[2], sizes[3]};
    return result;
}

bool Compiler::suitsWinograd(const Node& node) const {
    const Dimensions& sizes = constant(node, 1).dimensions;
    const auto many = [](memory::dim channels) { return channels >= WORTH_WINOGRAD && channels % (2 * BLOCK) == 0; };
    const Dimensions one = {1, 1};
    return sizes.size() == 4 && many(sizes[0]) && many(sizes[1]) && sizes[2] == 3 && sizes[3] == 3 &&
           node.whole("group", 1) == 1 && node.list("strides", one) == one && node.list("dilations", one) == one;
}

bool Compiler::usesWinograd() const {
    return type_ == FLOAT && hasWinograd(engine_) &&
           std::any_of(graph_.nodes.begin(), graph_.nodes.end(),
                       [this](const Node& node) { return node.type == "Conv" && suitsWinograd(node); });
}

Compiler::Description Compiler::describeWith(algorithm how, const Convolution& convolution, const memory::desc& from,
                                             const memory::desc& to) const {
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(convolution.then);
    // Memory of the program's own: oneDNN's is of the thread that describes, and another one may run it.
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const Window& window = convolution.window;
    return describeIfThere<dnnl::convolution_forward>(
        engine_, attributes, INFERENCE, how, from, anyLayout(convolution.weights, type_), anyLayout(convolution.bias),
        to, window.strides, convolution.dilations, window.before, window.after);
}

/// Of one picture, if that is by tiles of 2 x 2 pixels, else of all. The weights for larger tiles are more than twice
/// as many, more than caches hold, and differ with the number of pictures.
Compiler::Description Compiler::describeWinograd(const Convolution& convolution) const {
    constexpr size_t OF_A_KERNEL = 4 * 4;  // numbers, for tiles of 2 x 2 pixels
    Dimensions from = dimensions(convolution.from), to = convolution.to;
    const auto described = [&](memory::dim pictures) {
        from[0] = to[0] = pictures;
        return describeWith(algorithm::convolution_winograd, convolution, blocked(from), blocked(to));
    };
    const memory::dim all = to[0];
    const Description one = described(1);
    const auto kernels = static_cast<size_t>(from[1] * to[1]);
    if (one && one.weights_desc().get_size() == kernels * OF_A_KERNEL * sizeof(float)) return one;
    return described(all);
}

Compiler::Description Compiler::describeDirect(const Convolution& convolution) const {
    const Dimensions from = dimensions(convolution.from);
    // Where Winograd's are, numbers stay in their layout rather than being copied there and back.
    const bool whole = convolution.weights.size() == 4 && convolution.to[1] % (2 * BLOCK) == 0;
    if (winograd_ && whole && program_->layout(convolution.from) == blocked(from)) {
        const Description same =
            describeWith(algorithm::convolution_direct, convolution, blocked(from), blocked(convolution.to));
        if (same) return same;
    }
    // A picture's few channels stay as they are; oneDNN has kernels for that.
    const memory::desc source = from[1] < BLOCK ? plain(from, type_) : anyLayout(from, type_);
    const Description any =
        describeWith(algorithm::convolution_direct, convolution, source, anyLayout(convolution.to, convolution.toType));
    if (!any) throw UnsupportedNetwork("oneDNN has no such convolution");
    return any;
}

void Compiler::convolve(const Node& node) {
    const Value from = value(node, 0);
    Convolution convolution = convolutionOf(node, from, dimensions(from));
    dnnl::post_ops& then = convolution.then;
    std::string name = node.outputs.at(0);
    std::optional<Value> addend;
    // What follows is done while the numbers are still in registers.
    while (const Node* next = onlyReader(name)) {
        if (const auto elementwise = elementwiseOf(*next)) {
            appendElementwise(then, elementwise->kind, elementwise->alpha, elementwise->beta);
        } else if (next->type == "Add" && !addend) {
            const std::string& other = next->inputs.at(next->inputs.at(0) == name ? 1 : 0);
            const auto found = values_.find(other);
            if (found == values_.end() || isConstant(other) || dimensions(found->second) != convolution.to) break;
            // Not a binary post-operation: oneDNN 2 has no fast convolution with one.
            then.append_sum();
            addend = found->second;
        } else {
            break;
        }
        done_.insert(next);
        name = next->outputs.at(0);
    }
    if (convolved_.count(name) == 0) convolution.toType = FLOAT;
    Description description;
    if (winograd_ && suitsWinograd(node)) description = describeWinograd(convolution);
    if (!description) description = describeDirect(convolution);
    memory::desc source = description.src_desc(), target = description.dst_desc();
    if (dimensionsOf(target) != convolution.to) source = blocked(dimensions(from)), target = blocked(convolution.to);
    Value bias = 0;
    if (node.inputs.size() > 2) {
        bias = weight(node.inputs[2], convolution.bias, description.bias_desc());
    } else {
        const std::vector<float> none(static_cast<size_t>(convolution.bias[0]));
        bias = program_->addConstant(weights_.get("zeros " + std::to_string(none.size()), none, plain(convolution.bias),
                                                  description.bias_desc()));
    }
    values_[name] = addend ? overwritten(*addend, target) : program_->add(target);
    addConvolution(description, inLayout(from, source),
                   weight(node.inputs[1], convolution.weights, description.weights_desc()), bias, values_[name]);
}

/// In as many steps as the values hold more pictures than the description.
void Compiler::addConvolution(const Description& description, Value from, Value weights, Value bias, Value to) {
    const memory::desc source = description.src_desc(), target = description.dst_desc(),
                       scratchpad = description.scratchpad_desc();
    std::vector<OnednnProgram::Argument> same = {{DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_BIAS, bias}};
    if (scratchpad.get_size() != 0) same.push_back({DNNL_ARG_SCRATCHPAD, program_->add(scratchpad)});
    const dnnl::convolution_forward primitive(description);
    const auto steps = static_cast<size_t>(dimensions(to)[0] / dimensionsOf(target)[0]);
    for (size_t i = 0; i < steps; ++i) {
        auto arguments = same;
        arguments.push_back({DNNL_ARG_SRC, program_->addView(from, source, i * source.get_size())});
        arguments.push_back({DNNL_ARG_DST, program_->addView(to, target, i * target.get_size())});
        program_->addStep(primitive, std::move(arguments));
    }
}

}  // namespace reid::onednn
