#include "tasks/reid_network.hpp"

#include <algorithm>
#include <string>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace nn = torch::nn;

constexpr double classifierStd = 0.001;  // as the strong baseline starts it

}  // namespace

ReidNetworkImpl::ReidNetworkImpl(const Recipe& recipe, int numClasses) : numClasses_(numClasses) {
    backbone = register_module("backbone", MobileNetV2(recipe.backbone.strides));
    backbone->freeze(recipe.backbone.frozenStages);
    int channels = backbone->outChannels();
    if (!recipe.pyramid.stages.empty()) {
        addPyramid(recipe);
        channels = recipe.pyramid.channels;
    }
    projection =
        register_module("projection", nn::Conv2d(nn::Conv2dOptions(channels, recipe.head.channels, 1).bias(false)));
    projectionNorm = register_module("projection_norm", nn::BatchNorm2d(recipe.head.channels));
    nn::init::kaiming_normal_(projection->weight, 0, torch::kFanOut, torch::kReLU);
    head = PoolingHead(recipe.head.type, recipe.head.channels, recipe.head.numParts, recipe.head.epsilon);
    if (!head->parameters().empty()) register_module("head", head);
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

void ReidNetworkImpl::addPyramid(const Recipe& recipe) {
    const auto& stages = backbone->stages();
    const int last = static_cast<int>(stages.size());
    auto numbers = recipe.pyramid.stages;
    numbers.push_back(last);
    std::sort(numbers.begin(), numbers.end());
    std::vector<FeaturePyramidImpl::Level> levels;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const int number = numbers[i];
        if (number < 1 || number > last || (i > 0 && number == numbers[i - 1]))
            throw InputError("pyramid.stages are different stages from 1 to " + std::to_string(last - 1) + ", not " +
                             std::to_string(number));
        pyramidStages.push_back(static_cast<std::size_t>(number) - 1);
        const auto& stage = stages[pyramidStages.back()];
        levels.push_back({stage.channels, stage.stride});
    }
    const int coarsest = levels.back().stride;
    if (recipe.input.width % coarsest != 0 || recipe.input.height % coarsest != 0)
        throw InputError("a feature pyramid takes pictures whose sides are multiples of " + std::to_string(coarsest) +
                         ", not " + std::to_string(recipe.input.width) + " x " + std::to_string(recipe.input.height));
    pyramid = register_module("pyramid", FeaturePyramid(levels, recipe.pyramid.channels));
}

torch::Tensor ReidNetworkImpl::features(const torch::Tensor& images) {
    torch::Tensor x;
    if (pyramid) {
        const auto ends = backbone->forwardStages(images);
        std::vector<torch::Tensor> levels;
        for (const auto stage : pyramidStages)
            levels.push_back(ends[stage]);
        x = pyramid(levels);
    } else {
        x = backbone(images);
    }
    return torch::relu(projectionNorm(projection(x)));
}

ReidOutput ReidNetworkImpl::forward(const torch::Tensor& images) {
    // BR-NPA divides by norms and takes maxima: float32 even where the convolutions run in bfloat16.
    const auto grouped = head(features(images).to(torch::kFloat32));
    ReidOutput output{grouped.vectors, neck(grouped.vectors), {}, grouped.maps, grouped.norms};
    if (classifier) output.logits = classifier(output.embedding);
    return output;
}

std::size_t copyMatching(const torch::nn::Module& source, torch::nn::Module& target) {
    const torch::NoGradGuard noGrad;
    std::size_t copied = 0;
    const auto copy = [&](const auto& from, const auto& to) {
        for (const auto& item : to) {
            const auto* found = from.find(item.key());
            if (found == nullptr || found->sizes() != item.value().sizes()) continue;
            torch::Tensor(item.value()).copy_(*found);
            ++copied;
        }
    };
    copy(source.named_parameters(), target.named_parameters());
    copy(source.named_buffers(), target.named_buffers());
    return copied;
}

}  // namespace brnpa::trainer
