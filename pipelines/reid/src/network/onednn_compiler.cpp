#include "network/onednn_compiler.hpp"

#include <algorithm>
#include <utility>

#include "network/onednn_compat.hpp"
#include "network/onednn_operators.hpp"

namespace reid {

namespace onednn {

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
    winograd_ = usesWinograd();
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

}  // namespace onednn

dnnl::memory OnednnWeights::get(const std::string& key, const std::vector<float>& numbers,
                                const dnnl::memory::desc& plainLayout, const dnnl::memory::desc& wanted) {
    std::vector<dnnl::memory>& known = memories_[key];
    for (const dnnl::memory& weights : known)
        if (weights.get_desc() == wanted) return weights;
    if (numbers.size() * sizeof(float) != plainLayout.get_size())
        throw UnsupportedNetwork("its constant \"" + key + "\" has another size than its operator needs");
    dnnl::memory target(wanted, engine_);
    dnnl::memory source(plainLayout, engine_, const_cast<float*>(numbers.data()));
    dnnl::stream stream(engine_);
    dnnl::reorder(source, target).execute(stream, source, target);
    stream.wait();
    known.push_back(target);
    return target;
}

OnednnCompiled compile(const OnnxGraph& graph, const std::vector<int64_t>& shape,
                       const std::vector<std::string>& outputs, dnnl::memory::data_type type,
                       const dnnl::engine& engine, OnednnWeights& weights, OnednnBuffers& buffers) {
    try {
        return onednn::Compiler(graph, type, engine, weights, buffers).run(shape, outputs);
    } catch (const dnnl::error& error) {
        throw UnsupportedNetwork(std::string("oneDNN says: ") + error.what());
    } catch (const std::out_of_range&) {
        throw UnsupportedNetwork("an operator has fewer inputs or attributes than it needs");
    }
}

}  // namespace reid
