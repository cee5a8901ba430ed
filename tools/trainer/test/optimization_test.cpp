#include "tasks/optimization.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tasks/objective.hpp"
#include "tasks/reid_network.hpp"
#include "tasks/weight_average.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

TEST(Optimization, TwoGroupsCoverEveryTrainableWeightOnce) {
    auto json = tinyRecipe();
    json["backbone"]["frozen_stages"] = 1;
    json["head"]["auxiliary"] = {{1}, {1, 2}};
    const Recipe recipe = parseRecipe(json, "test");
    const ReidNetwork network(recipe, 4);
    const Objective objective(recipe, 4);
    const auto optimizer = makeOptimizer(recipe.optimizer, *network->backbone, {network.get(), objective.get()});
    ASSERT_EQ(optimizer->param_groups().size(), 2u);
    std::size_t trainable = 0;
    for (const auto* module :
         {static_cast<const torch::nn::Module*>(network.get()), static_cast<const torch::nn::Module*>(objective.get())})
        for (const auto& parameter : module->parameters())
            trainable += parameter.requires_grad() ? 1 : 0;
    EXPECT_EQ(optimizer->param_groups()[0].params().size() + optimizer->param_groups()[1].params().size(), trainable);
    for (const auto& parameter : optimizer->param_groups()[0].params())
        EXPECT_TRUE(parameter.requires_grad());
}

TEST(Optimization, ScheduleSetsBothRates) {
    auto json = tinyRecipe();
    json["optimizer"] = {{"name", "sgd"}, {"learning_rate", 0.1}, {"head_learning_rate", 0.4}};
    json["schedule"] = {
        {"name", "multistep"}, {"epochs", 10}, {"warm_up_epochs", 0}, {"milestones", {4, 8}}, {"gamma", 0.5}};
    const Recipe recipe = parseRecipe(json, "test");
    const ReidNetwork network(recipe, 4);
    const auto optimizer = makeOptimizer(recipe.optimizer, *network->backbone, {network.get()});
    const auto factorAt = [&](double epoch) {
        return setLearningRate(*optimizer, recipe.optimizer, recipe.schedule, epoch);
    };
    EXPECT_NEAR(factorAt(3.9), 1, 1e-12);
    EXPECT_NEAR(factorAt(4), 0.5, 1e-12);
    EXPECT_NEAR(factorAt(9), 0.25, 1e-12);
    EXPECT_NEAR(optimizer->param_groups()[0].options().get_lr(), 0.025, 1e-12);
    EXPECT_NEAR(optimizer->param_groups()[1].options().get_lr(), 0.1, 1e-12);
}

TEST(Optimization, LongGradientsAreShortened) {
    auto weight = torch::zeros({2}).set_requires_grad(true);
    torch::optim::SGD optimizer({weight}, torch::optim::SGDOptions(1));
    const auto gradientAfter = [&](double norm) {
        weight.mutable_grad() = torch::tensor({3.f, 4.f});
        clipGradient(optimizer, norm);
        return weight.grad().norm().item<double>();
    };
    EXPECT_NEAR(gradientAfter(0), 5, 1e-6);
    EXPECT_NEAR(gradientAfter(10), 5, 1e-6);
    EXPECT_NEAR(gradientAfter(1), 1, 1e-5);
}

// Decays of the steps 0 and 1: 1/10 and 2/11, until 0.3 is lower.
TEST(WeightAverage, FollowsByTheFormula) {
    const Recipe recipe = parseRecipe(tinyRecipe(), "test");
    ReidNetwork network(recipe, 4), start(recipe, 4);
    copyMatching(*network, *start);
    WeightAverage average(start.ptr(), 0.3, 0);
    double expected = network->projectionNorm->weight[0].item<double>();
    const double decays[] = {1.0 / 10, 2.0 / 11, 3.0 / 12, 0.3, 0.3};
    for (int step = 0; step < 5; ++step) {
        {
            const torch::NoGradGuard noGrad;
            network->projectionNorm->weight[0] = step * step;
        }
        average.update(*network);
        expected = decays[step] * expected + (1 - decays[step]) * step * step;
        EXPECT_NEAR(start->projectionNorm->weight[0].item<double>(), expected, 1e-5) << "step " << step;
    }
    EXPECT_EQ(average.steps(), 5);
}

}  // namespace
}  // namespace brnpa::trainer
