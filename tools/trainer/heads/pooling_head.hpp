#pragma once

#include <torch/torch.h>

#include <string>

#include "heads/brnpa_head.hpp"

namespace brnpa::trainer {

/** From feature maps to one vector a picture, with the maps that say where it came from.

- "brnpa": BR-NPA, no weights; see brnpaHead().
- "average": global average pooling; C numbers; the one map is the activation map, |x| divided by its sum.
- "bilinear": B-CNN's bilinear attention pooling as T. Gomez et al. compare with (after Hu et al., arXiv 1901.09891): a
  1x1 convolution and a ReLU make K maps, vector k is the mean of map k times the features; the maps that are given out
  sum to 1, uniform where a map is empty.
Norms are |x| + epsilon for all three.
*/
class PoolingHeadImpl : public torch::nn::Module {
  public:
    //! @param type "brnpa", "average" or "bilinear".
    PoolingHeadImpl(const std::string& type, int channels, int numParts, double epsilon);

    //! @param features N x C x H x W, non-negative.
    BrnpaOutput forward(const torch::Tensor& features);

  private:
    std::string type_;
    int numParts_;
    double epsilon_;
    torch::nn::Conv2d attention_{nullptr};
};
TORCH_MODULE(PoolingHead);

}  // namespace brnpa::trainer
