#pragma once

#include <torch/torch.h>

#include <string>

#include "tasks/objective.hpp"
#include "tasks/recipe.hpp"
#include "tasks/reid_network.hpp"
#include "tasks/training_origin.hpp"
#include "tasks/training_position.hpp"
#include "tasks/weight_average.hpp"

namespace brnpa::trainer {

//! What a checkpoint keeps of a training.
struct TrainingState {
    const Recipe& recipe;
    const ReidNetwork& network;
    const Objective& objective;
    const torch::optim::Optimizer& optimizer;
    const WeightAverage* average;  //!< nullptr: there is none
    TrainingPosition position;
    TrainingOrigin origin;
};

/** Writes a training's state to one file, atomically.
@throws ResourceError when the disk refuses. */
void saveCheckpoint(const std::string& path, const TrainingState& state);

//! A checkpoint's network, ready to train on or to evaluate.
struct Checkpoint {
    Recipe recipe;
    TrainingPosition position;
    TrainingOrigin origin;
    ReidNetwork network{nullptr};
    ReidNetwork average{nullptr};  //!< empty where the recipe averages no weights
    std::int64_t averagedSteps = 0;
    torch::serialize::InputArchive optimizer;  //!< load it into an optimizer over the same parameters
    torch::serialize::InputArchive objective;  //!< load it into an objective of the same recipe

    //! The network to use: the average where there is one.
    ReidNetwork deployed() const { return average ? average : network; }
};

/** @throws InputError when there is no such file or it is not a checkpoint of this program. */
Checkpoint loadCheckpoint(const std::string& path);

}  // namespace brnpa::trainer
