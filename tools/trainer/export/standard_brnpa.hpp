#pragma once

#include <cstdint>
#include <string>

#include "export/onnx_graph.hpp"

namespace brnpa::trainer {

//! Of BR-NPA's input, without the batch dimension.
struct FeatureSize {
    std::int64_t channels, height, width;
};

/** Writes BR-NPA in operators of ONNX (opset 10): the same outputs as OnnxGraph::brnpa(), for runtimes without the
layer.

Seeds are found by ArgMax, the first index on ties, and picked by a product with a one-hot row; a part without any
similarity gets a uniform map, as in the layer. */
void addStandardBrnpa(OnnxGraph& graph, const std::string& input, const FeatureSize& size,
                      const OnnxGraph::Brnpa& brnpa);

}  // namespace brnpa::trainer
