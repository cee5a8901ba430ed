#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tasks/detection_recipe.hpp"
#include "tasks/train.hpp"

namespace brnpa::trainer {

struct TrainDetectorOptions {
    DetectionRecipe recipe;
    std::vector<std::string> data;  //!< folders for readPersonPictures(); the first one's pictures validate
    std::string weights;            //!< of the backbone; empty: random
    std::string from;               //!< checkpoint or model folder of the detector to start from; empty: none
    std::string output;             //!< folder of the run; made where it is missing
    std::string device = "cpu";     //!< or cuda
    bool resume = false;            //!< go on from output/checkpoint.pt
};

/** Trains a detector of people. The run's folder, stopping and resuming are as train() has them; best.pt has the
highest AP at an IoU of 0.5.
@throws as train(), and InputError for a detector to start from that has other layers. */
TrainResult trainDetector(const TrainDetectorOptions& options, const std::function<bool()>& shouldStop);

}  // namespace brnpa::trainer
