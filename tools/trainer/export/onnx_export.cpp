#include "export/onnx_export.hpp"

#include <algorithm>
#include <stdexcept>

#include "common/errors.hpp"
#include "export/onnx_graph.hpp"
#include "export/standard_brnpa.hpp"

namespace brnpa::trainer {
namespace {

namespace nn = torch::nn;

std::vector<float> values(const torch::Tensor& tensor) {
    const auto flat = tensor.detach().to(torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

//! y = scale * x + shift for each channel, in double precision.
struct Affine {
    torch::Tensor scale, shift;
};

template <class BatchNorm>
Affine affineOf(const BatchNorm& norm) {
    const auto scale =
        norm.weight.to(torch::kFloat64) / (norm.running_var.to(torch::kFloat64) + norm.options.eps()).sqrt();
    return {scale, norm.bias.to(torch::kFloat64) - norm.running_mean.to(torch::kFloat64) * scale};
}

OnnxGraph::Convolution fold(const nn::Conv2dImpl& convolution, const nn::BatchNorm2dImpl& norm) {
    const Affine affine = affineOf(norm);
    const auto weight = convolution.weight.to(torch::kFloat64) * affine.scale.reshape({-1, 1, 1, 1});
    OnnxGraph::Convolution folded;
    folded.weightSizes = weight.sizes().vec();
    folded.weights = values(weight);
    folded.bias = values(affine.shift);
    folded.stride = convolution.options.stride()->at(0);
    folded.padding = weight.size(2) / 2;
    folded.groups = convolution.options.groups();
    return folded;
}

//! A chain of convolution, batch normalization and ReLU6 modules.
std::string exportChain(OnnxGraph& graph, const nn::Sequential& chain, const std::string& name, std::string tensor) {
    for (std::size_t i = 0; i < chain->size(); ++i) {
        const std::string layer = name + "." + std::to_string(i);
        const auto module = chain->ptr(i);
        if (const auto* convolution = module->as<nn::Conv2dImpl>()) {
            ++i;
            const auto* norm = i < chain->size() ? chain->ptr(i)->as<nn::BatchNorm2dImpl>() : nullptr;
            if (norm == nullptr) throw std::logic_error("a convolution without batch normalization cannot be exported");
            tensor = graph.convolution(layer, tensor, fold(*convolution, *norm));
        } else if (module->as<nn::ReLU6Impl>() != nullptr) {
            tensor = graph.relu6(layer, tensor);
        } else {
            throw std::logic_error("a layer of the backbone cannot be exported");
        }
    }
    return tensor;
}

//! The tensors at the ends of the stages.
std::vector<std::string> exportBackbone(OnnxGraph& graph, MobileNetV2& backbone) {
    std::vector<std::string> ends;
    auto tensor = exportChain(graph, backbone->stem(), "stem", inputName);
    std::size_t number = 0;
    for (const auto& stage : backbone->stages()) {
        while (number < stage.blocks) {
            auto& block = backbone->blocks()[number++];
            const std::string name = "block" + std::to_string(number);
            const auto inside = exportChain(graph, block->layers(), name, tensor);
            tensor = block->hasShortcut() ? graph.add(name + ".add", tensor, inside) : inside;
        }
        ends.push_back(tensor);
    }
    return ends;
}

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
    const auto ends = exportBackbone(graph, network->backbone);
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
