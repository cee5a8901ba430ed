#include "export/onnx_export.hpp"

#include <algorithm>

#include "common/errors.hpp"
#include "export/onnx_graph.hpp"
#include "export/onnx_layers.hpp"
#include "export/standard_brnpa.hpp"

namespace brnpa::trainer {
namespace {

std::string exportPyramid(OnnxGraph& graph, ReidNetwork& network, const std::vector<std::string>& ends) {
    auto& pyramid = *network->pyramid;
    const auto& levels = pyramid.levels();
    const auto lateral = [&](std::size_t i) {
        return exportChain(graph, pyramid.lateral(i), "pyramid.lateral" + std::to_string(i),
                           ends[network->pyramidStages[i]]);
    };
    auto sum = lateral(levels.size() - 1);
    for (std::size_t i = levels.size() - 1; i-- > 0;) {
        const std::string name = "pyramid.level" + std::to_string(i);
        const auto repeated = graph.repeatPixels(name + ".repeat", sum, levels[i + 1].stride / levels[i].stride);
        sum = graph.add(name, lateral(i), repeated);
    }
    return exportChain(graph, pyramid.smoothing(), "pyramid.smoothing", sum);
}

}  // namespace

MapSize mapSize(const Recipe& recipe) {
    const auto& strides = recipe.backbone.strides;
    const auto& levels = recipe.pyramid.stages;
    // The stem and the stages up to the finest of the pyramid.
    const auto counted =
        levels.empty() ? strides.size() : 1 + static_cast<std::size_t>(*std::min_element(levels.begin(), levels.end()));
    // Every strided 3x3 convolution of MobileNetV2 has a padding of 1: sizes are halved and rounded up.
    MapSize size{recipe.input.height, recipe.input.width};
    for (std::size_t i = 0; i < counted; ++i)
        size = {(size.height + strides[i] - 1) / strides[i], (size.width + strides[i] - 1) / strides[i]};
    return size;
}

std::string exportOnnx(ReidNetwork network, const Recipe& recipe, Operators operators) {
    if (recipe.head.type != "brnpa")
        throw InputError("a head of type " + recipe.head.type + " is for comparisons; only brnpa can be exported");
    OnnxGraph graph(recipe.name, inputName, {3, recipe.input.height, recipe.input.width});
    const auto ends = exportBackbone(graph, network->backbone, inputName);
    auto tensor = network->pyramid ? exportPyramid(graph, network, ends) : ends.back();
    tensor = graph.relu("features",
                        graph.convolution("projection", tensor, fold(*network->projection, *network->projectionNorm)));
    const MapSize maps = mapSize(recipe);
    const OnnxGraph::Brnpa brnpa{recipe.head.numParts, static_cast<float>(recipe.head.epsilon), "pooled", mapsName,
                                 normsName};
    if (operators == Operators::Standard)
        addStandardBrnpa(graph, tensor, {recipe.head.channels, maps.height, maps.width}, brnpa);
    else
        graph.brnpa("attention", tensor, brnpa);
    const Affine neck = affineOf(*network->neck);
    graph.scaleShift("neck", "pooled", values(neck.scale), values(neck.shift), embeddingName);

    graph.output(embeddingName, {recipe.embeddingSize()});
    graph.output(mapsName, {recipe.head.numParts, maps.height, maps.width});
    graph.output(normsName, {1, maps.height, maps.width});
    return graph.serialize();
}

}  // namespace brnpa::trainer
