#include "backbones/mobilenet_v2.hpp"

#include "backbones/relu6.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace nn = torch::nn;

struct Stage {
    int expansion;
    int channels;
    int blocks;
};
constexpr int stemChannels = 32;
constexpr Stage stageTable[] = {{1, 16, 1}, {6, 24, 2}, {6, 32, 3}, {6, 64, 4}, {6, 96, 3}, {6, 160, 3}, {6, 320, 1}};
constexpr std::size_t numStages = std::size(stageTable);

void pushConvolution(nn::Sequential& layers, int in, int out, int kernel, int stride, int groups) {
    layers->push_back(
        nn::Conv2d(nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).groups(groups).bias(false)));
    layers->push_back(nn::BatchNorm2d(out));
}

void pushActivation(nn::Sequential& layers) {
    layers->push_back(Relu6());
}

}  // namespace

InvertedResidualImpl::InvertedResidualImpl(int inChannels, int outChannels, int stride, int expansion)
    : shortcut_(stride == 1 && inChannels == outChannels) {
    const int hidden = inChannels * expansion;
    if (expansion != 1) {
        pushConvolution(conv_, inChannels, hidden, 1, 1, 1);
        pushActivation(conv_);
    }
    pushConvolution(conv_, hidden, hidden, 3, stride, hidden);
    pushActivation(conv_);
    pushConvolution(conv_, hidden, outChannels, 1, 1, 1);
    register_module("conv", conv_);
}

torch::Tensor InvertedResidualImpl::forward(const torch::Tensor& x) {
    const auto y = conv_->forward(x);
    return shortcut_ ? x + y : y;
}

MobileNetV2Impl::MobileNetV2Impl(const std::vector<int>& strides) {
    if (strides.size() < 2 || strides.size() > numStages + 1)
        throw InputError("MobileNetV2 takes 2 to " + std::to_string(numStages + 1) +
                         " strides (stem, then stages), not " + std::to_string(strides.size()));
    for (const int stride : strides)
        if (stride != 1 && stride != 2)
            throw InputError("a stride of MobileNetV2 is 1 or 2, not " + std::to_string(stride));

    pushConvolution(stem_, 3, stemChannels, 3, strides[0], 1);
    pushActivation(stem_);
    features_->push_back(stem_);
    int stride = strides[0], channels = stemChannels;
    for (std::size_t s = 1; s < strides.size(); ++s) {
        const Stage& stage = stageTable[s - 1];
        for (int block = 0; block < stage.blocks; ++block) {
            blocks_.emplace_back(channels, stage.channels, block == 0 ? strides[s] : 1, stage.expansion);
            features_->push_back(blocks_.back());
            channels = stage.channels;
        }
        stride *= strides[s];
        stages_.push_back({channels, stride, blocks_.size()});
    }
    register_module("features", features_);
}

torch::Tensor MobileNetV2Impl::forward(torch::Tensor x) {
    return forwardStages(std::move(x)).back();
}

std::vector<torch::Tensor> MobileNetV2Impl::forwardStages(torch::Tensor x) {
    std::vector<torch::Tensor> ends;
    x = stem_->forward(x);
    std::size_t block = 0;
    for (const StageEnd& stage : stages_) {
        for (; block < stage.blocks; ++block)
            x = blocks_[block]->forward(x);
        ends.push_back(x);
    }
    return ends;
}

void MobileNetV2Impl::loadWeights(const NamedTensors& weights, const std::string& what) {
    torch::NoGradGuard noGrad;
    auto copy = [&](const std::string& name, torch::Tensor& target) {
        const auto found = weights.find(name);
        if (found == weights.end()) throw InputError(what + " has no weight " + name + ", which MobileNetV2 needs");
        if (found->second.sizes() != target.sizes())
            throw InputError("the weight " + name + " of " + what + " has " + std::to_string(found->second.numel()) +
                             " numbers in another shape than MobileNetV2's " + std::to_string(target.numel()));
        target.copy_(found->second);
    };
    for (auto& parameter : named_parameters())
        copy(parameter.key(), parameter.value());
    for (auto& buffer : named_buffers())
        copy(buffer.key(), buffer.value());
}

void MobileNetV2Impl::freeze(int stages) {
    if (stages < 0 || stages > static_cast<int>(stages_.size()))
        throw InputError("frozen_stages is 0 to " + std::to_string(stages_.size()) + ", not " + std::to_string(stages));
    // The stem is the first of features_.
    frozenModules_ = stages == 0 ? 0 : 1 + stages_[static_cast<std::size_t>(stages) - 1].blocks;
    for (std::size_t i = 0; i < frozenModules_; ++i)
        for (auto& parameter : features_->ptr(i)->parameters())
            parameter.set_requires_grad(false);
    train(is_training());
}

void MobileNetV2Impl::train(bool on) {
    torch::nn::Module::train(on);
    for (std::size_t i = 0; i < frozenModules_; ++i)
        features_->ptr(i)->eval();
}

}  // namespace brnpa::trainer
