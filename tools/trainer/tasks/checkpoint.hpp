#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>

#include "tasks/recipe.hpp"
#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

//! Where a training stands. Random numbers are functions of (seed, epoch, batch), so that these are their whole state.
struct TrainingPosition {
    std::int64_t epoch = 0;  //!< epochs that are complete
    std::int64_t batch = 0;  //!< batches of the next epoch that are done
};

/** Writes network, optimizer, position and recipe to one file, atomically.
@throws ResourceError when the disk refuses. */
void saveCheckpoint(const std::string& path, const ReidNetwork& network, const torch::optim::Optimizer& optimizer,
                    const TrainingPosition& position, const Recipe& recipe);

//! A checkpoint's network, ready to train on or to evaluate.
struct Checkpoint {
    Recipe recipe;
    TrainingPosition position;
    ReidNetwork network{nullptr};
    torch::serialize::InputArchive optimizer;  //!< load it into an optimizer over the same parameters
};

/** @throws InputError when there is no such file or it is not a checkpoint of this program. */
Checkpoint loadCheckpoint(const std::string& path);

}  // namespace brnpa::trainer
