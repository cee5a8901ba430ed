#include "heads/pooling_head.hpp"

namespace brnpa::trainer {
namespace {

torch::Tensor normsOf(const torch::Tensor& features, double epsilon) {
    return features.norm(2, 1, /*keepdim=*/true) + epsilon;
}

//! Each map divided by its sum; uniform where that is 0.
torch::Tensor distribution(const torch::Tensor& maps) {
    const auto sums = maps.sum({2, 3}, /*keepdim=*/true);
    const auto uniform = torch::full_like(maps, 1.0 / static_cast<double>(maps.size(2) * maps.size(3)));
    return torch::where(sums == 0, uniform, maps / sums.masked_fill(sums == 0, 1));
}

}  // namespace

PoolingHeadImpl::PoolingHeadImpl(const std::string& type, int channels, int numParts, double epsilon)
    : type_(type), numParts_(numParts), epsilon_(epsilon) {
    if (type_ == "bilinear")
        attention_ = register_module("attention",
                                     torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, numParts, 1).bias(false)));
}

BrnpaOutput PoolingHeadImpl::forward(const torch::Tensor& features) {
    if (type_ == "brnpa") return brnpaHead(features, numParts_, epsilon_);
    const auto norms = normsOf(features, epsilon_);
    if (type_ == "average") return {features.mean({2, 3}), distribution(norms), norms};
    const auto maps = torch::relu(attention_(features));
    const auto pixels = static_cast<double>(features.size(2) * features.size(3));
    const auto vectors = maps.flatten(2).bmm(features.flatten(2).transpose(1, 2)) / pixels;  // N x K x C
    return {vectors.flatten(1), distribution(maps), norms};
}

}  // namespace brnpa::trainer
