#pragma once

#include <torch/torch.h>

#include <string>

#include "tasks/detection_network.hpp"
#include "tasks/detection_recipe.hpp"
#include "tasks/training_loop.hpp"
#include "tasks/training_origin.hpp"

namespace brnpa::trainer {

/** Writes a detector's training to one file, atomically.
@throws ResourceError when the disk refuses. */
void saveDetectionCheckpoint(const std::string& path, const DetectionRecipe& recipe, const DetectionNetwork& network,
                             const LoopState& state, const TrainingOrigin& origin);

//! A checkpoint's detector, ready to train on or to evaluate.
struct DetectionCheckpoint {
    DetectionRecipe recipe;
    TrainingPosition position;
    TrainingOrigin origin;
    DetectionNetwork network{nullptr};
    DetectionNetwork average{nullptr};  //!< empty where the recipe averages no weights
    std::int64_t averagedSteps = 0;
    torch::serialize::InputArchive optimizer;  //!< load it into an optimizer over the same parameters

    //! The network to use: the average where there is one.
    DetectionNetwork deployed() const { return average ? average : network; }
};

/** @throws InputError when there is no such file or it is not a detector's checkpoint. */
DetectionCheckpoint loadDetectionCheckpoint(const std::string& path);

}  // namespace brnpa::trainer
