#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

#include "data/person_pictures.hpp"
#include "losses/sim_ota.hpp"

namespace brnpa::trainer {

/** Boxes of a detector's output in pixels of the input: N x A x 4, center x, center y, width, height.
@param output N x A x 6: dx, dy, log width, log height, then two scores; the box's center is (d + (column, row)) *
stride, its size exp(log size) * stride. */
torch::Tensor decodeBoxes(const torch::Tensor& output, const std::vector<GridCell>& cells);

/** Generalized intersection over union (Rezatofighi et al., CVPR 2019) of M pairs of boxes, -1..1.
@param a, b M x 4: center x, center y, width, height. */
torch::Tensor generalizedOverlap(const torch::Tensor& a, const torch::Tensor& b);

struct DetectionLossWeights {
    double box = 5, objectness = 1, classes = 1;
};

//! The loss of a batch, and what the log tells of it.
struct DetectionLoss {
    torch::Tensor loss;
    std::map<std::string, double> terms;  //!< box, objectness and class before their weights
    double overlap = 0;                   //!< mean IoU of the cells that learn a person; 0..1
};

/** YOLOX's loss (Ge et al., arXiv 2107.08430): 1 - GIoU of the boxes of the cells that SimOTA gives a person, binary
cross-entropy of the objectness of all cells but ignored ones, and of those cells' class score with the IoU as its
target; each a sum, divided by the number of cells that learn a person (at least 1).

@param output N x A x 6 as the network gives it, both scores before the sigmoid.
@param boxes of each of the N pictures, in pixels of the input. */
DetectionLoss detectionLoss(const torch::Tensor& output, const std::vector<GridCell>& cells,
                            const std::vector<std::vector<PersonBox>>& boxes, const DetectionLossWeights& weights);

}  // namespace brnpa::trainer
