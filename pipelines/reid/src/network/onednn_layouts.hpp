#pragma once

#include <functional>
#include <numeric>
#include <oneapi/dnnl/dnnl.hpp>
#include <string>

#include "network/network.hpp"
#include "network/onednn_program.hpp"
#include "network/onnx_graph.hpp"

// What the operators' files share: sizes, layouts of memory, and windows.

namespace reid::onednn {

using dnnl::algorithm;
using dnnl::memory;
using Dimensions = memory::dims;
using Node = OnnxGraph::Node;
using Value = OnednnProgram::Value;

inline constexpr auto FLOAT = memory::data_type::f32;
inline constexpr auto INFERENCE = dnnl::prop_kind::forward_inference;
inline constexpr memory::dim BLOCK = 8;  // channels; what oneDNN puts side by side, or twice as many

inline Dimensions plainStrides(const Dimensions& dimensions) {
    Dimensions strides(dimensions.size(), 1);
    for (size_t i = dimensions.size(); i-- > 1;)
        strides[i - 1] = strides[i] * dimensions[i];
    return strides;
}

inline memory::desc plain(const Dimensions& dimensions, memory::data_type type = FLOAT) {
    return {dimensions, type, plainStrides(dimensions)};
}

inline memory::desc anyLayout(const Dimensions& dimensions, memory::data_type type = FLOAT) {
    return {dimensions, type, memory::format_tag::any};
}

/// Sixteen channels side by side, the only layout that Winograd's algorithm reads and writes.
inline memory::desc blocked(const Dimensions& dimensions) {
    return {dimensions, FLOAT, memory::format_tag::nChw16c};
}

inline memory::dim product(const Dimensions& dimensions) {
    return std::accumulate(dimensions.begin(), dimensions.end(), memory::dim{1}, std::multiplies<>());
}

inline void require(bool condition, const Node& node, const std::string& what) {
    if (!condition) throw UnsupportedNetwork("its operator " + node.type + " has " + what);
}

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

inline Window windowOf(const Node& node, const Dimensions& kernel) {
    require(node.text("auto_pad", "NOTSET") == "NOTSET", node, "auto_pad");
    require(kernel.size() == 2, node, "a window of other than two dimensions");
    const auto pads = node.list("pads", {0, 0, 0, 0});
    const auto strides = node.list("strides", {1, 1});
    require(strides.size() == 2 && strides[0] > 0 && strides[1] > 0, node, "strides of other than two dimensions");
    return {kernel, strides, {pads.at(0), pads.at(1)}, {pads.at(2), pads.at(3)}};
}

}  // namespace reid::onednn
