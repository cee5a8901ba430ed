#include "network/onednn_compiler.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <opencv2/brnpa/attention.hpp>
#include <optional>
#include <set>

#include "network/onednn_compat.hpp"

namespace reid {

namespace {

using dnnl::algorithm;
using dnnl::memory;
using Dimensions = memory::dims;
using Node = OnnxGraph::Node;
using Value = OnednnProgram::Value;

constexpr auto FLOAT = memory::data_type::f32;
constexpr auto INFERENCE = dnnl::prop_kind::forward_inference;
constexpr memory::dim BLOCK = 8;  // channels; what oneDNN puts side by side, or twice as many
// Channels. With fewer, Winograd's transformations take as long as the multiplications that they save.
constexpr memory::dim WORTH_WINOGRAD = 64;

Dimensions plainStrides(const Dimensions& dimensions) {
    Dimensions strides(dimensions.size(), 1);
    for (size_t i = dimensions.size(); i-- > 1;)
        strides[i - 1] = strides[i] * dimensions[i];
    return strides;
}

memory::desc plain(const Dimensions& dimensions, memory::data_type type = FLOAT) {
    return {dimensions, type, plainStrides(dimensions)};
}

memory::desc anyLayout(const Dimensions& dimensions, memory::data_type type = FLOAT) {
    return {dimensions, type, memory::format_tag::any};
}

/// Sixteen channels side by side, the only layout that Winograd's algorithm reads and writes.
memory::desc blocked(const Dimensions& dimensions) {
    return {dimensions, FLOAT, memory::format_tag::nChw16c};
}

memory::dim product(const Dimensions& dimensions) {
    return std::accumulate(dimensions.begin(), dimensions.end(), memory::dim{1}, std::multiplies<>());
}

void require(bool condition, const Node& node, const std::string& what) {
    if (!condition) throw UnsupportedNetwork("its operator " + node.type + " has " + what);
}

/// What an operator does to each number alone.
struct Elementwise {
    algorithm kind;
    float alpha, beta;
};

/// How a window moves over a picture.
struct Window {
    Dimensions kernel, strides, before, after;

    Dimensions over(const Dimensions& from, memory::dim channels) const {
        Dimensions to = {from[0], channels};
        for (size_t i = 0; i < 2; ++i)
            to.push_back((from[i + 2] + before[i] + after[i] - kernel[i]) / strides[i] + 1);
        return to;
    }
};

Window windowOf(const Node& node, const Dimensions& kernel) {
    require(node.text("auto_pad", "NOTSET") == "NOTSET", node, "auto_pad");
    require(kernel.size() == 2, node, "a window of other than two dimensions");
    const auto pads = node.list("pads", {0, 0, 0, 0});
    const auto strides = node.list("strides", {1, 1});
    require(strides.size() == 2 && strides[0] > 0 && strides[1] > 0, node, "strides of other than two dimensions");
    return {kernel, strides, {pads.at(0), pads.at(1)}, {pads.at(2), pads.at(3)}};
}

/// Whether oneDNN has Winograd's algorithm here: up to version 3.1, with AVX-512.
bool hasWinograd(const dnnl::engine& engine) {
    const memory::desc picture = blocked({1, WORTH_WINOGRAD, 8, 8});
    const Dimensions none = {0, 0}, one = {1, 1};
    return static_cast<bool>(describeIfThere<dnnl::convolution_forward>(
        engine, {}, INFERENCE, algorithm::convolution_winograd, picture,
        anyLayout({WORTH_WINOGRAD, WORTH_WINOGRAD, 3, 3}), anyLayout({WORTH_WINOGRAD}), picture, one, none, one, one));
}

class Compiler {
  public:
    Compiler(const OnnxGraph& graph, memory::data_type type, const dnnl::engine& engine, OnednnWeights& weights,
             OnednnBuffers& buffers)
        : graph_(graph),
          type_(type),
          engine_(engine),
          weights_(weights),
          program_(std::make_unique<OnednnProgram>(engine, buffers)) {}

    OnednnCompiled run(const Dimensions& shape, const std::vector<std::string>& outputs);

  private:
    using Operator = void (Compiler::*)(const Node&);
    static const std::map<std::string, Operator>& operators();

    void activate(const Node& node);
    void add(const Node& node) { combine(node, algorithm::binary_add); }
    void multiply(const Node& node) { combine(node, algorithm::binary_mul); }
    void combine(const Node& node, algorithm how);
    void concatenate(const Node& node);
    void convolve(const Node& node);
    void flatten(const Node& node);
    void multiplyMatrix(const Node& node);
    void pass(const Node& node) { values_[node.outputs.at(0)] = value(node, 0); }
    void pool(const Node& node);
    void poolGlobally(const Node& node);
    void representativeVectors(const Node& node);
    void resize(const Node& node);
    void reshape(const Node& node);
    void transpose(const Node& node);

    bool isConstant(const std::string& name) const { return graph_.constants.count(name) != 0; }
    const OnnxGraph::Constant& constant(const Node& node, size_t input) const;
    std::optional<Elementwise> elementwiseOf(const Node& node) const;
    /// The only reader of a value, unless that is asked for from outside.
    const Node* onlyReader(const std::string& name) const;
    Value value(const Node& node, size_t input);
    Dimensions dimensions(Value value) const { return dimensionsOf(program_->layout(value)); }
    memory::data_type type(Value value) const { return typeOf(program_->layout(value)); }
    // Layouts by value: one of the program's own would move when a value is added.
    Value inLayout(Value value, memory::desc layout);
    Value copied(Value value, memory::desc layout);
    /// Whether a node that is still to come reads these numbers, or somebody outside.
    bool isReadLater(Value value) const;
    /// The numbers in a place where a step may write over them: their own, or a copy's.
    Value overwritten(Value value, const memory::desc& layout);
    /// As float, the last dimension side by side.
    Value inPlain(Value value) { return inLayout(value, plain(dimensions(value))); }
    /// The node's output, from one value by one primitive.
    template <typename Primitive>
    void addStep(const Node& node, Value from, const typename Primitive::primitive_desc& description) {
        const Value to = program_->add(description.dst_desc());
        program_->addStep(Primitive(description), {{DNNL_ARG_SRC, from}, {DNNL_ARG_DST, to}});
        values_[node.outputs.at(0)] = to;
    }
    Value weight(const std::string& name, const Dimensions& dimensions, const memory::desc& wanted);

    struct Convolution {
        Value from;
        Dimensions weights, bias, to;
        Window window;
        Dimensions dilations;
        memory::data_type toType;
        dnnl::post_ops then;
    };
    using Description = dnnl::convolution_forward::primitive_desc;
    Convolution convolutionOf(const Node& node, Value from, const Dimensions& dimensions) const;
    bool suitsWinograd(const Node& node) const;
    /// Empty where oneDNN has none.
    Description describeWith(algorithm how, const Convolution& convolution, const memory::desc& from,
                             const memory::desc& to) const;
    Description describeWinograd(const Convolution& convolution) const;
    Description describeDirect(const Convolution& convolution) const;
    void addConvolution(const Description& description, Value from, Value weights, Value bias, Value to);

    const OnnxGraph& graph_;
    memory::data_type type_;  ///< of what convolutions read and write, and of what is computed from that in its layout
    dnnl::engine engine_;
    OnednnWeights& weights_;
    std::unique_ptr<OnednnProgram> program_;
    std::map<std::string, Value> values_;
    std::map<std::string, std::vector<const Node*>> readers_;
    std::set<std::string> asked_;
    std::set<std::string> convolved_;  ///< what a convolution reads, or is computed from
    std::set<const Node*> done_;       ///< those before, and those that became a part of one
    Value input_ = 0;
    bool winograd_ = false;  ///< some convolutions are done by that algorithm
};

const std::map<std::string, Compiler::Operator>& Compiler::operators() {
    static const std::map<std::string, Operator> table = {
        {"Add", &Compiler::add},
        {"AveragePool", &Compiler::pool},
        {"BRNPA", &Compiler::representativeVectors},
        {"Clip", &Compiler::activate},
        {"Concat", &Compiler::concatenate},
        {"Conv", &Compiler::convolve},
        {"Dropout", &Compiler::pass},
        {"Flatten", &Compiler::flatten},
        {"Gemm", &Compiler::multiplyMatrix},
        {"GlobalAveragePool", &Compiler::poolGlobally},
        {"Identity", &Compiler::pass},
        {"LeakyRelu", &Compiler::activate},
        {"MaxPool", &Compiler::pool},
        {"Mul", &Compiler::multiply},
        {"Relu", &Compiler::activate},
        {"Reshape", &Compiler::reshape},
        {"Resize", &Compiler::resize},
        {"Sigmoid", &Compiler::activate},
        {"Transpose", &Compiler::transpose},
    };
    return table;
}

OnednnCompiled Compiler::run(const Dimensions& shape, const std::vector<std::string>& outputs) {
    if (graph_.inputs.size() != 1) throw UnsupportedNetwork("it has more or fewer inputs than one");
    const Dimensions& declared = graph_.inputs[0].dimensions;
    for (size_t i = 0; i < declared.size(); ++i)
        if (declared.size() != shape.size() || (declared[i] != 0 && declared[i] != shape[i]))
            throw UnsupportedNetwork("its input has another shape");
    asked_ = {outputs.begin(), outputs.end()};
    for (const Node& node : graph_.nodes)
        for (const std::string& input : node.inputs)
            readers_[input].push_back(&node);
    for (auto node = graph_.nodes.rbegin(); node != graph_.nodes.rend(); ++node)
        if (node->type == "Conv" || std::any_of(node->outputs.begin(), node->outputs.end(),
                                                [&](const std::string& name) { return convolved_.count(name) != 0; }))
            convolved_.insert(node->inputs.begin(), node->inputs.end());
    input_ = values_[graph_.inputs[0].name] = program_->add(plain(shape));
    winograd_ = type_ == FLOAT && hasWinograd(engine_) &&
                std::any_of(graph_.nodes.begin(), graph_.nodes.end(),
                            [this](const Node& node) { return node.type == "Conv" && suitsWinograd(node); });
    for (const Node& node : graph_.nodes) {
        if (done_.count(&node) != 0) continue;
        const auto found = operators().find(node.type);
        if (found == operators().end()) throw UnsupportedNetwork("it has the operator " + node.type);
        (this->*found->second)(node);
        done_.insert(&node);
    }
    OnednnCompiled compiled{nullptr, input_, {}};
    std::vector<Value> wanted;
    for (const std::string& output : outputs) {
        const auto found = values_.find(output);
        if (found == values_.end()) throw UnsupportedNetwork("it has no output \"" + output + "\"");
        wanted.push_back(inPlain(found->second));
        const Dimensions sizes = dimensions(wanted.back());
        compiled.outputs.push_back({wanted.back(), {sizes.begin(), sizes.end()}});
    }
    program_->close(input_, wanted);
    compiled.program = std::move(program_);
    return compiled;
}

const OnnxGraph::Constant& Compiler::constant(const Node& node, size_t input) const {
    const auto found = input < node.inputs.size() ? graph_.constants.find(node.inputs[input]) : graph_.constants.end();
    require(found != graph_.constants.end(), node, "an input that is not written in the file");
    return found->second;
}

const Node* Compiler::onlyReader(const std::string& name) const {
    const auto found = readers_.find(name);
    const bool once = found != readers_.end() && found->second.size() == 1 && asked_.count(name) == 0;
    return once ? found->second[0] : nullptr;
}

Value Compiler::value(const Node& node, size_t input) {
    require(input < node.inputs.size(), node, "too few inputs");
    const std::string& name = node.inputs[input];
    const auto found = values_.find(name);
    if (found != values_.end()) return found->second;
    const OnnxGraph::Constant& numbers = constant(node, input);
    require(!numbers.numbers.empty(), node, "a constant of another type than float");
    const memory::desc layout = plain(numbers.dimensions.empty() ? Dimensions{1} : numbers.dimensions);
    return values_[name] = program_->addConstant(weights_.get(name, numbers.numbers, layout, layout));
}

Value Compiler::inLayout(Value value, memory::desc layout) {
    return program_->layout(value) == layout ? value : copied(value, std::move(layout));
}

Value Compiler::copied(Value value, memory::desc layout) {
    const Value moved = program_->add(layout);
    const dnnl::reorder::primitive_desc description(engine_, program_->layout(value), engine_, layout);
    program_->addStep(dnnl::reorder(description), {{DNNL_ARG_FROM, value}, {DNNL_ARG_TO, moved}});
    return moved;
}

bool Compiler::isReadLater(Value value) const {
    return std::any_of(values_.begin(), values_.end(), [&](const auto& named) {
        if (!program_->shareNumbers(named.second, value)) return false;
        const auto readers = readers_.find(named.first);
        return asked_.count(named.first) != 0 ||
               (readers != readers_.end() && std::any_of(readers->second.begin(), readers->second.end(),
                                                         [&](const Node* node) { return done_.count(node) == 0; }));
    });
}

Value Compiler::overwritten(Value value, const memory::desc& layout) {
    const bool free = !program_->isConstant(value) && !program_->shareNumbers(value, input_) && !isReadLater(value);
    if (free && program_->layout(value) == layout) return program_->addView(value, layout);
    return copied(value, layout);
}

Value Compiler::weight(const std::string& name, const Dimensions& dimensions, const memory::desc& wanted) {
    const std::vector<float>& numbers = graph_.constants.at(name).numbers;
    return program_->addConstant(weights_.get(name, numbers, plain(dimensions), wanted));
}

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

void Compiler::concatenate(const Node& node) {
    std::vector<Value> parts;
    for (size_t i = 0; i < node.inputs.size(); ++i)
        parts.push_back(value(node, i));
    const int rank = static_cast<int>(dimensions(parts[0]).size());
    const int axis = static_cast<int>((node.whole("axis", 0) + rank) % rank);
    const bool whole = std::all_of(parts.begin(), parts.end(), [&](Value part) {
        return rank == 4 && dimensions(part)[1] % (2 * BLOCK) == 0 && type(part) == type(parts[0]);
    });
    std::vector<memory::desc> layouts;
    std::vector<OnednnProgram::Argument> arguments;
    for (Value& part : parts) {
        part = whole ? part : inPlain(part);
        arguments.push_back({DNNL_ARG_MULTIPLE_SRC + static_cast<int>(layouts.size()), part});
        layouts.push_back(program_->layout(part));
    }
    const auto description = describeConcat(engine_, axis, layouts);
    const Value to = program_->add(description.dst_desc());
    arguments.push_back({DNNL_ARG_DST, to});
    program_->addStep(dnnl::concat(description), std::move(arguments));
    values_[node.outputs.at(0)] = to;
}

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

void Compiler::flatten(const Node& node) {
    const Value from = inPlain(value(node, 0));
    const Dimensions sizes = dimensions(from);
    const auto axis = static_cast<std::ptrdiff_t>(node.whole("axis", 1));
    require(axis >= 0 && axis <= static_cast<std::ptrdiff_t>(sizes.size()), node, "an axis that its input lacks");
    const Dimensions rows(sizes.begin(), sizes.begin() + axis), columns(sizes.begin() + axis, sizes.end());
    values_[node.outputs.at(0)] = program_->addView(from, plain({product(rows), product(columns)}));
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

void Compiler::resize(const Node& node) {
    const std::string from = node.text("coordinate_transformation_mode", "half_pixel");
    const std::string nearest = node.text("nearest_mode", "round_prefer_floor");
    require(node.text("mode", "nearest") == "nearest" &&
                (from == "half_pixel" || (from == "asymmetric" && nearest == "floor")),
            node, "a mode other than repeating pixels");
    const std::vector<float>& scales = constant(node, node.inputs.size() > 2 ? 2 : 1).numbers;
    require(scales.size() == 4 && scales[0] == 1 && scales[1] == 1, node, "other factors than of height and width");
    const Value small = value(node, 0);
    Dimensions sizes = dimensions(small);
    require(sizes.size() == 4, node, "an input of other than four dimensions");
    for (size_t i = 2; i < 4; ++i) {
        require(scales[i] >= 1 && scales[i] == std::floor(scales[i]), node, "a factor that is not whole");
        sizes[i] *= static_cast<memory::dim>(scales[i]);
    }
    const auto description = describe<dnnl::resampling_forward>(engine_, {}, INFERENCE, algorithm::resampling_nearest,
                                                                std::vector<float>{scales[2], scales[3]},
                                                                program_->layout(small), anyLayout(sizes, type(small)));
    addStep<dnnl::resampling_forward>(node, small, description);
}

void Compiler::reshape(const Node& node) {
    const Value from = inPlain(value(node, 0));
    Dimensions sizes = constant(node, 1).wholes;
    memory::dim known = 1;
    for (size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] == 0) sizes[i] = dimensions(from).at(i);
        if (sizes[i] > 0) known *= sizes[i];
    }
    for (memory::dim& size : sizes)
        if (size < 0) size = product(dimensions(from)) / known;
    require(product(sizes) == product(dimensions(from)), node, "a shape of another size");
    values_[node.outputs.at(0)] = program_->addView(from, plain(sizes));
}

void Compiler::transpose(const Node& node) {
    const Value from = value(node, 0);
    const Dimensions sizes = dimensions(from);
    Dimensions order(sizes.size());
    std::iota(order.rbegin(), order.rend(), 0);
    order = node.list("perm", order);
    Dimensions turned;
    std::vector<int> back(sizes.size());
    for (size_t i = 0; i < order.size(); ++i) {
        turned.push_back(sizes.at(static_cast<size_t>(order[i])));
        back[static_cast<size_t>(order[i])] = static_cast<int>(i);
    }
    const Value view = program_->addView(from, program_->layout(from).permute_axes(back));
    values_[node.outputs.at(0)] = inPlain(view);
}

}  // namespace

memory OnednnWeights::get(const std::string& key, const std::vector<float>& numbers, const memory::desc& plainLayout,
                          const memory::desc& wanted) {
    std::vector<memory>& known = memories_[key];
    for (const memory& weights : known)
        if (weights.get_desc() == wanted) return weights;
    if (numbers.size() * sizeof(float) != plainLayout.get_size())
        throw UnsupportedNetwork("its constant \"" + key + "\" has another size than its operator needs");
    memory target(wanted, engine_);
    memory source(plainLayout, engine_, const_cast<float*>(numbers.data()));
    dnnl::stream stream(engine_);
    dnnl::reorder(source, target).execute(stream, source, target);
    stream.wait();
    known.push_back(target);
    return target;
}

OnednnCompiled compile(const OnnxGraph& graph, const std::vector<int64_t>& shape,
                       const std::vector<std::string>& outputs, memory::data_type type, const dnnl::engine& engine,
                       OnednnWeights& weights, OnednnBuffers& buffers) {
    try {
        return Compiler(graph, type, engine, weights, buffers).run(shape, outputs);
    } catch (const dnnl::error& error) {
        throw UnsupportedNetwork(std::string("oneDNN says: ") + error.what());
    } catch (const std::out_of_range&) {
        throw UnsupportedNetwork("an operator has fewer inputs or attributes than it needs");
    }
}

}  // namespace reid
