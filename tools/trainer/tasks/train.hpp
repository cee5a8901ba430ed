#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tasks/recipe.hpp"

namespace brnpa::trainer {

struct TrainOptions {
    Recipe recipe;
    std::vector<std::string> data;  //!< data sets for readDataSet(), trained on together; the first is validated on
    std::string weights;            //!< of the backbone; empty: random
    std::string teacher;            //!< checkpoint to learn from; empty: none
    std::string from;               //!< checkpoint whose weights are the first ones where shapes agree; empty: none
    std::string output;             //!< folder of the run; made where it is missing
    std::string device = "cpu";     //!< or cuda
    bool resume = false;            //!< go on from output/checkpoint.pt
};

//! How a training ended.
enum class TrainResult { Finished, Interrupted };

/** Trains a re-identification network. The run's folder gets recipe.json (every setting), log.jsonl, curves.svg (its
picture), tensorboard/ (event files), checkpoint.pt
(written after every epoch, every few minutes and when stopped) and best.pt (the best validation).

Resumed, it goes on exactly: the weights are those of a training that was never stopped, even where it was killed.
@param shouldStop is asked before every step; true: the training writes a checkpoint and returns Interrupted.
@throws InputError for data, weights, a recipe, a teacher or a checkpoint that do not fit, also when a new training
would overwrite the checkpoint of another; ResourceError when the disk refuses or the loss is no longer a number.
*/
TrainResult train(const TrainOptions& options, const std::function<bool()>& shouldStop);

}  // namespace brnpa::trainer
