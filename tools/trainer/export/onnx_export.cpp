#include "export/onnx_export.hpp"

#include <stdexcept>

#include "export/onnx_graph.hpp"

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

}  // namespace

MapSize mapSize(const Recipe& recipe) {
    // Every strided 3x3 convolution of MobileNetV2 has a padding of 1: sizes are halved and rounded up.
    MapSize size{recipe.input.height, recipe.input.width};
    for (const int stride : recipe.backbone.strides)
        size = {(size.height + stride - 1) / stride, (size.width + stride - 1) / stride};
    return size;
}

std::string exportOnnx(ReidNetwork network, const Recipe& recipe) {
    OnnxGraph graph(recipe.name, inputName, {3, recipe.input.height, recipe.input.width});
    auto tensor = exportChain(graph, network->backbone->stem(), "stem", inputName);
    int number = 1;
    for (auto& block : network->backbone->blocks()) {
        const std::string name = "block" + std::to_string(number++);
        const auto inside = exportChain(graph, block->layers(), name, tensor);
        tensor = block->hasShortcut() ? graph.add(name + ".add", tensor, inside) : inside;
    }
    tensor = graph.relu("features",
                        graph.convolution("projection", tensor, fold(*network->projection, *network->projectionNorm)));
    graph.brnpa("attention", tensor,
                {recipe.head.numParts, static_cast<float>(recipe.head.epsilon), "pooled", mapsName, normsName});
    const Affine neck = affineOf(*network->neck);
    graph.scaleShift("neck", "pooled", values(neck.scale), values(neck.shift), embeddingName);

    const MapSize maps = mapSize(recipe);
    graph.output(embeddingName, {recipe.embeddingSize()});
    graph.output(mapsName, {recipe.head.numParts, maps.height, maps.width});
    graph.output(normsName, {1, maps.height, maps.width});
    return graph.serialize();
}

}  // namespace brnpa::trainer
