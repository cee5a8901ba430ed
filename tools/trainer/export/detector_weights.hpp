#pragma once

#include <string>

#include "tasks/detection_network.hpp"

namespace brnpa::trainer {

/** Gives a network the weights of an exported detector. The export folded batch normalization into the convolutions;
here the normalizations get the statistics that they have on the pictures, and weights that undo them: the network
computes what the exported one does in evaluation mode, and nearly so in training mode.

@param onnx what exportDetectorOnnx() wrote.
@param images N x 3 x H x W, normalized, some that the network will be trained on.
@throws InputError that names a layer which is missing or has another shape. */
void loadExportedWeights(DetectionNetwork network, const std::string& onnx, const torch::Tensor& images);

}  // namespace brnpa::trainer
