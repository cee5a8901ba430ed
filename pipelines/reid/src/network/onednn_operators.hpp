#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "network/onednn_compiler.hpp"
#include "network/onednn_layouts.hpp"

namespace reid::onednn {

/// What an operator does to each number alone.
struct Elementwise {
    algorithm kind;
    float alpha, beta;
};

/// Writes a program from a graph, operator by operator. Their functions are in files by kind: onednn_convolution.cpp,
/// onednn_arithmetic.cpp and onednn_shapes.cpp; what all use is in onednn_compiler.cpp.
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
    bool usesWinograd() const;
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

}  // namespace reid::onednn
