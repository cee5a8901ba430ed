#include "tasks/reid_network.hpp"

namespace brnpa::trainer {
namespace {

constexpr double classifierStd = 0.001;  // as the strong baseline starts it

}  // namespace

ReidNetworkImpl::ReidNetworkImpl(const Recipe& recipe, int numClasses)
    : numParts_(recipe.head.numParts), epsilon_(recipe.head.epsilon) {
    namespace nn = torch::nn;
    backbone = register_module("backbone", MobileNetV2(recipe.backbone.strides));
    backbone->freeze(recipe.backbone.frozenStages);
    projection = register_module(
        "projection", nn::Conv2d(nn::Conv2dOptions(backbone->outChannels(), recipe.head.channels, 1).bias(false)));
    projectionNorm = register_module("projection_norm", nn::BatchNorm2d(recipe.head.channels));
    nn::init::kaiming_normal_(projection->weight, 0, torch::kFanOut, torch::kReLU);
    neck = register_module("neck", nn::BatchNorm1d(recipe.embeddingSize()));
    // The shift stays 0: the classifier sees the embedding centered, and its cosine with others means something.
    neck->bias.set_requires_grad(false);
    if (numClasses > 0) {
        classifier = register_module("classifier",
                                     nn::Linear(nn::LinearOptions(recipe.embeddingSize(), numClasses).bias(false)));
        nn::init::normal_(classifier->weight, 0, classifierStd);
    }
    torch::NoGradGuard noGrad;
    for (auto& parameter : parameters())
        if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
}

torch::Tensor ReidNetworkImpl::features(const torch::Tensor& images) {
    return torch::relu(projectionNorm(projection(backbone(images))));
}

ReidOutput ReidNetworkImpl::forward(const torch::Tensor& images) {
    // BR-NPA divides by norms and takes maxima: float32 even where the convolutions run in bfloat16.
    const auto grouped = brnpaHead(features(images).to(torch::kFloat32), numParts_, epsilon_);
    ReidOutput output{grouped.vectors, neck(grouped.vectors), {}, grouped.maps, grouped.norms};
    if (classifier) output.logits = classifier(output.embedding);
    return output;
}

}  // namespace brnpa::trainer
