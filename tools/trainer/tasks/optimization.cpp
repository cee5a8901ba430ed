#include "tasks/optimization.hpp"

#include <algorithm>

#include "tasks/schedule.hpp"

namespace brnpa::trainer {
namespace {

std::vector<torch::Tensor> trainable(const torch::nn::Module& module) {
    std::vector<torch::Tensor> parameters;
    for (const auto& parameter : module.parameters())
        if (parameter.requires_grad()) parameters.push_back(parameter);
    return parameters;
}

std::unique_ptr<torch::optim::OptimizerOptions> options(const OptimizerSettings& settings, double rate) {
    if (settings.name == "sgd")
        return std::make_unique<torch::optim::SGDOptions>(torch::optim::SGDOptions(rate)
                                                              .momentum(settings.momentum)
                                                              .weight_decay(settings.weightDecay)
                                                              .nesterov(settings.momentum > 0));
    return std::make_unique<torch::optim::AdamWOptions>(
        torch::optim::AdamWOptions(rate).weight_decay(settings.weightDecay));
}

}  // namespace

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const OptimizerSettings& settings,
                                                       const torch::nn::Module& backboneModule,
                                                       const std::vector<const torch::nn::Module*>& modules) {
    const auto backbone = trainable(backboneModule);
    std::vector<torch::Tensor> rest;
    for (const auto* module : modules) {
        for (const auto& parameter : trainable(*module)) {
            const bool isBackbone =
                std::any_of(backbone.begin(), backbone.end(), [&](const auto& p) { return p.is_same(parameter); });
            if (!isBackbone) rest.push_back(parameter);
        }
    }
    std::vector<torch::optim::OptimizerParamGroup> groups;
    groups.emplace_back(backbone, options(settings, settings.learningRate));
    groups.emplace_back(rest, options(settings, settings.headLearningRate));
    if (settings.name == "sgd")
        return std::make_unique<torch::optim::SGD>(groups, torch::optim::SGDOptions(settings.headLearningRate));
    return std::make_unique<torch::optim::AdamW>(groups);
}

double setLearningRate(torch::optim::Optimizer& optimizer, const OptimizerSettings& settings,
                       const ScheduleSettings& schedule, double epoch) {
    const double factor = schedule.name == "multistep"
                              ? multistepFactor(epoch, schedule.warmUpEpochs, schedule.milestones, schedule.gamma)
                              : learningRateFactor(epoch, schedule.epochs, schedule.warmUpEpochs);
    const double rates[] = {settings.learningRate, settings.headLearningRate};
    for (std::size_t i = 0; i < 2; ++i)
        optimizer.param_groups()[i].options().set_lr(factor * rates[i]);
    return factor;
}

void clipGradient(torch::optim::Optimizer& optimizer, double norm) {
    if (norm <= 0) return;
    std::vector<torch::Tensor> parameters;
    for (const auto& group : optimizer.param_groups())
        parameters.insert(parameters.end(), group.params().begin(), group.params().end());
    torch::nn::utils::clip_grad_norm_(parameters, norm);
}

}  // namespace brnpa::trainer
