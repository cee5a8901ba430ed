#include "export/onnx_layers.hpp"

#include <stdexcept>

namespace brnpa::trainer {

namespace nn = torch::nn;

std::vector<float> values(const torch::Tensor& tensor) {
    const auto flat = tensor.detach().to(torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
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

OnnxGraph::Convolution plain(const nn::Conv2dImpl& convolution) {
    OnnxGraph::Convolution plain;
    plain.weightSizes = convolution.weight.sizes().vec();
    plain.weights = values(convolution.weight);
    plain.bias = values(convolution.bias);
    plain.stride = convolution.options.stride()->at(0);
    plain.padding = convolution.weight.size(2) / 2;
    plain.groups = convolution.options.groups();
    return plain;
}

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

std::vector<std::string> exportBackbone(OnnxGraph& graph, MobileNetV2& backbone, const std::string& input) {
    std::vector<std::string> ends;
    auto tensor = exportChain(graph, backbone->stem(), "stem", input);
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

}  // namespace brnpa::trainer
