#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "tasks/recipe_sections.hpp"

namespace brnpa::trainer {

/** The optimizer of a recipe: one group for the backbone, one for the other weights of the modules, each with its own
learning rate. Weights that need no gradient are left out.
@param modules what is trained, the network with its backbone among them. */
std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const OptimizerSettings& settings,
                                                       const torch::nn::Module& backbone,
                                                       const std::vector<const torch::nn::Module*>& modules);

/** Sets both groups' learning rates as the schedule says.
@param epoch the fraction counts.
@return the factor of the recipe's learning rates. */
double setLearningRate(torch::optim::Optimizer& optimizer, const OptimizerSettings& settings,
                       const ScheduleSettings& schedule, double epoch);

/** Shortens the gradient to a length of at most `norm`; 0: leaves it. */
void clipGradient(torch::optim::Optimizer& optimizer, double norm);

}  // namespace brnpa::trainer
