#pragma once

#include <torch/torch.h>

#include <memory>

#include "tasks/objective.hpp"
#include "tasks/recipe.hpp"
#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

/** The optimizer of a recipe over a network and its objective: one group for the backbone, one for the rest, each with
its own learning rate. */
std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const Recipe& recipe, const ReidNetwork& network,
                                                       const Objective& objective);

/** Sets both groups' learning rates as the schedule says.
@param epoch the fraction counts.
@return the factor of the recipe's learning rates. */
double setLearningRate(torch::optim::Optimizer& optimizer, const Recipe& recipe, double epoch);

/** Shortens the gradient to a length of at most `norm`; 0: leaves it. */
void clipGradient(torch::optim::Optimizer& optimizer, double norm);

}  // namespace brnpa::trainer
