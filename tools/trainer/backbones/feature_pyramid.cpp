#include "backbones/feature_pyramid.hpp"

#include <string>

#include "backbones/relu6.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {

namespace nn = torch::nn;

FeaturePyramidImpl::FeaturePyramidImpl(const std::vector<Level>& levels, int channels) : levels_(levels) {
    if (levels.size() < 2) throw InputError("a feature pyramid has at least two levels");
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (i > 0 && (levels[i].stride <= levels[i - 1].stride || levels[i].stride % levels[i - 1].stride != 0))
            throw InputError("a level of the feature pyramid with stride " + std::to_string(levels[i].stride) +
                             " cannot follow one with stride " + std::to_string(levels[i - 1].stride));
        nn::Sequential lateral(nn::Conv2d(nn::Conv2dOptions(levels[i].channels, channels, 1).bias(false)),
                               nn::BatchNorm2d(channels));
        laterals_.push_back(register_module("lateral" + std::to_string(i), lateral));
    }
    smoothing_ = register_module(
        "smoothing",
        nn::Sequential(nn::Conv2d(nn::Conv2dOptions(channels, channels, 3).padding(1).groups(channels).bias(false)),
                       nn::BatchNorm2d(channels), Relu6()));
}

torch::Tensor FeaturePyramidImpl::forward(const std::vector<torch::Tensor>& features) {
    auto sum = laterals_.back()->forward(features.back());
    for (std::size_t i = features.size() - 1; i-- > 0;) {
        const auto lateral = laterals_[i]->forward(features[i]);
        const auto ratio = levels_[i + 1].stride / levels_[i].stride;
        TORCH_CHECK(lateral.size(2) == sum.size(2) * ratio && lateral.size(3) == sum.size(3) * ratio,
                    "the picture's size is no multiple of the strides that the feature pyramid joins");
        using Interpolate = nn::functional::InterpolateFuncOptions;
        sum =
            lateral +
            nn::functional::interpolate(
                sum,
                Interpolate().size(std::vector<std::int64_t>{lateral.size(2), lateral.size(3)}).mode(torch::kNearest));
    }
    return smoothing_->forward(sum);
}

}  // namespace brnpa::trainer
