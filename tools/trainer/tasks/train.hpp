#pragma once

#include <functional>
#include <string>

#include "tasks/recipe.hpp"

namespace brnpa::trainer {

struct TrainOptions {
    Recipe recipe;
    std::string data;     //!< folder in Market-1501's layout
    std::string weights;  //!< state_dict of the backbone (legacy format); empty: random weights
    std::string output;   //!< folder for checkpoint.pt and log.jsonl; made where it is missing
    bool resume = false;  //!< go on from output/checkpoint.pt
};

//! How a training ended.
enum class TrainResult { Finished, Interrupted };

/** Trains a re-identification network and leaves output/checkpoint.pt, written after every epoch and when stopped.

Resumed, it goes on exactly: the weights are those of a training that was never stopped.
@param shouldStop is asked before every batch; true: the training writes a checkpoint and returns Interrupted.
@throws InputError for data, weights, a recipe or a checkpoint that do not fit, also when a new training would overwrite
the checkpoint of another; ResourceError when the disk refuses or the loss is no longer a number.
*/
TrainResult train(const TrainOptions& options, const std::function<bool()>& shouldStop);

}  // namespace brnpa::trainer
