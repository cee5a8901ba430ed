#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "network/network.hpp"
#include "network/onednn_program.hpp"
#include "network/onnx_graph.hpp"

namespace reid {

/// Weights in the layouts that primitives ask for, shared by the programs of all input shapes.
class OnednnWeights {
  public:
    explicit OnednnWeights(const dnnl::engine& engine) : engine_(engine) {}

    /// @param numbers in the plain layout given first. @param key of these numbers.
    dnnl::memory get(const std::string& key, const std::vector<float>& numbers, const dnnl::memory::desc& plain,
                     const dnnl::memory::desc& wanted);

  private:
    dnnl::engine engine_;
    std::map<std::string, std::vector<dnnl::memory>> memories_;
};

/// A network for inputs of one shape.
struct OnednnCompiled {
    std::unique_ptr<OnednnProgram> program;
    OnednnProgram::Value input;
    struct Output {
        OnednnProgram::Value value;
        std::vector<int> shape;
    };
    std::vector<Output> outputs;  ///< in plain layout, in the order that was asked for
};

/// @param shape of the only input, float. @param outputs names of values of the graph, which come as float.
/// @param type what the convolutions compute with: f32 or bf16, whose sums are float.
/// @throws UnsupportedNetwork that names the operator.
OnednnCompiled compile(const OnnxGraph& graph, const std::vector<int64_t>& shape,
                       const std::vector<std::string>& outputs, dnnl::memory::data_type type,
                       const dnnl::engine& engine, OnednnWeights& weights, OnednnBuffers& buffers);

}  // namespace reid
