#pragma once

#include <string>

#include "tasks/detection_network.hpp"

namespace brnpa::trainer {

/** A detector as an ONNX model, serialized: input `images`, N x 3 x H x W, normalized as the recipe says, output
`detections`, N x A x 6 in the layout of YOLOX's own export (Ge et al., arXiv 2107.08430): cells in the order of
gridCells(), dx, dy, log width, log height, objectness and class score, both behind the sigmoid.

Batch normalization is folded into the convolutions. N, H and W are dynamic; H and W are multiples of 32. */
std::string exportDetectorOnnx(DetectionNetwork network, const std::string& name);

}  // namespace brnpa::trainer
