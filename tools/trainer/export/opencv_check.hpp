#pragma once

#include <torch/torch.h>

#include <string>

#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

//! What the exported model gives in cv::dnn, against LibTorch.
struct OpencvCheck {
    std::string opencvVersion;
    double embeddingError = 0;     //!< largest |difference| / max(1, largest |component|), over all pictures
    double mapsError = 0;          //!< largest |difference|
    double normsError = 0;         //!< largest |difference| / largest norm
    double millisecondsAlone = 0;  //!< median processor time of a batch of 1, on one thread
    double picturesPerSecond = 0;  //!< of processor time, in batches of 8, on one thread
};

/** Runs a model through cv::dnn and LibTorch, in one batch and picture by picture.

@param onnx the serialized model.
@param network is set to evaluation mode.
@param images N x 3 x H x W, normalized, N >= 1.
@throws InputError when cv::dnn cannot read the model, or an output differs, see outputDifference().
*/
OpencvCheck checkInOpencv(const std::string& onnx, ReidNetwork& network, const torch::Tensor& images);

}  // namespace brnpa::trainer
