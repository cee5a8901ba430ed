#pragma once

#include <torch/torch.h>

#include "backbones/mobilenet_v2.hpp"
#include "heads/brnpa_head.hpp"
#include "tasks/recipe.hpp"

namespace brnpa::trainer {

//! What the network computes for a batch of N pictures.
struct ReidOutput {
    torch::Tensor pooled;     //!< N x (K*C): BR-NPA's vectors, which the triplet loss compares
    torch::Tensor embedding;  //!< N x (K*C): after the BNNeck; the feature_vector of the exported model
    torch::Tensor logits;     //!< N x classes; undefined for a network without classes
    torch::Tensor maps;       //!< N x K x h x w
    torch::Tensor norms;      //!< N x 1 x h x w
};

/** Backbone, 1x1 convolution to C non-negative channels, BR-NPA, BNNeck (Luo et al., CVPRW 2019), linear classifier. */
class ReidNetworkImpl : public torch::nn::Module {
  public:
    /** @param numClasses people in the training part; 0: no classifier. */
    ReidNetworkImpl(const Recipe& recipe, int numClasses);

    //! @param images N x 3 x H x W, normalized.
    ReidOutput forward(const torch::Tensor& images);

    //! Up to BR-NPA's input: N x C x h x w, non-negative.
    torch::Tensor features(const torch::Tensor& images);

    MobileNetV2 backbone{nullptr};
    torch::nn::Conv2d projection{nullptr};
    torch::nn::BatchNorm2d projectionNorm{nullptr};
    torch::nn::BatchNorm1d neck{nullptr};
    torch::nn::Linear classifier{nullptr};

  private:
    int numParts_;
    double epsilon_;
};
TORCH_MODULE(ReidNetwork);

}  // namespace brnpa::trainer
