#include "tasks/detection_network.hpp"

#include <cmath>
#include <string>

#include "backbones/relu6.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace nn = torch::nn;

constexpr double priorProbability = 0.01;  // of a cell to see a person, before anything is learnt
constexpr int fineStride = 8, coarseStride = 16;

void pushConvolution(nn::Sequential& layers, int in, int out, int kernel, int stride, int groups) {
    layers->push_back(
        nn::Conv2d(nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).groups(groups).bias(false)));
    layers->push_back(nn::BatchNorm2d(out));
    layers->push_back(Relu6());
}

nn::Sequential lateral(int in, int out) {
    nn::Sequential layers;
    pushConvolution(layers, in, out, 1, 1, 1);
    return layers;
}

nn::Sequential separable(int channels, int stride, int depth = 1) {
    nn::Sequential layers;
    for (int i = 0; i < depth; ++i) {
        pushConvolution(layers, channels, channels, 3, stride, channels);
        pushConvolution(layers, channels, channels, 1, 1, 1);
    }
    return layers;
}

//! The last stage of a stride.
std::size_t stageOf(const MobileNetV2& backbone, int stride) {
    const auto& stages = backbone->stages();
    for (std::size_t i = stages.size(); i-- > 0;)
        if (stages[i].stride == stride) return i;
    throw InputError("a detector's backbone.strides need a stage of stride " + std::to_string(stride) +
                     "; the product of the strides up to a stage is its stride");
}

torch::Tensor doubled(const torch::Tensor& x) {
    using Interpolate = nn::functional::InterpolateFuncOptions;
    return nn::functional::interpolate(
        x, Interpolate().size(std::vector<std::int64_t>{2 * x.size(2), 2 * x.size(3)}).mode(torch::kNearest));
}

}  // namespace

DetectionHeadImpl::DetectionHeadImpl(int channels, int depth) {
    boxBranch = register_module("box_branch", separable(channels, 1, depth));
    classBranch = register_module("class_branch", separable(channels, 1, depth));
    box = register_module("box", nn::Conv2d(channels, 4, 1));
    objectness = register_module("objectness", nn::Conv2d(channels, 1, 1));
    person = register_module("person", nn::Conv2d(channels, 1, 1));
    const torch::NoGradGuard noGrad;
    for (auto& score : {objectness, person})
        score->bias.fill_(-std::log((1 - priorProbability) / priorProbability));
}

torch::Tensor DetectionHeadImpl::forward(const torch::Tensor& features) {
    const auto place = boxBranch->forward(features);
    return torch::cat({box(place), objectness(place), person(classBranch->forward(features))}, 1);
}

DetectionNetworkImpl::DetectionNetworkImpl(const DetectionRecipe& recipe) {
    backbone = register_module("backbone", MobileNetV2(recipe.backbone.strides));
    backbone->freeze(recipe.backbone.frozenStages);
    fineStage = stageOf(backbone, fineStride);
    coarseStage = stageOf(backbone, coarseStride);
    if (backbone->stride() != coarseStride)
        throw InputError("the product of a detector's backbone.strides is 16, not " +
                         std::to_string(backbone->stride()));
    const int channels = recipe.pyramid.channels;
    fineLateral = register_module("fine_lateral", lateral(backbone->stages()[fineStage].channels, channels));
    coarseLateral = register_module("coarse_lateral", lateral(backbone->stages()[coarseStage].channels, channels));
    down = register_module("down", separable(channels, 2));
    coarseMerge = register_module("coarse_merge", separable(channels, 1));
    fineMerge = register_module("fine_merge", separable(channels, 1));
    for (std::size_t i = 0; i < heads.size(); ++i)
        heads[i] =
            register_module("head" + std::to_string(detectionStrides[i]), DetectionHead(channels, recipe.head.depth));
    const torch::NoGradGuard noGrad;
    for (auto& parameter : parameters())
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
}

torch::Tensor DetectionNetworkImpl::forward(const torch::Tensor& images) {
    const auto stages = backbone->forwardStages(images);
    const auto coarse = coarseLateral->forward(stages[coarseStage]);
    const auto coarsest = down->forward(coarse);
    const auto middle = coarseMerge->forward(coarse + doubled(coarsest));
    const auto fine = fineMerge->forward(fineLateral->forward(stages[fineStage]) + doubled(middle));
    const torch::Tensor levels[] = {fine, middle, coarsest};
    std::vector<torch::Tensor> rows;
    for (std::size_t i = 0; i < heads.size(); ++i)
        rows.push_back(heads[i](levels[i]).flatten(2));
    return torch::cat(rows, 2).transpose(1, 2);
}

}  // namespace brnpa::trainer
