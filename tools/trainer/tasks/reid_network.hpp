#pragma once

#include <torch/torch.h>

#include <vector>

#include "backbones/feature_pyramid.hpp"
#include "backbones/mobilenet_v2.hpp"
#include "heads/pooling_head.hpp"
#include "tasks/recipe.hpp"

namespace brnpa::trainer {

//! What the network computes for a batch of N pictures.
struct ReidOutput {
    torch::Tensor pooled;     //!< N x D: the head's vectors, which the triplet loss compares
    torch::Tensor embedding;  //!< N x D: after the BNNeck; the feature_vector of the exported model
    torch::Tensor logits;     //!< N x classes; undefined for a network without classes
    torch::Tensor maps;       //!< N x K x h x w
    torch::Tensor norms;      //!< N x 1 x h x w
};

/** Backbone, feature pyramid where the recipe has one, 1x1 convolution to C non-negative channels, pooling head (BR-NPA
by default), BNNeck (Luo et al., CVPRW 2019), linear classifier. */
class ReidNetworkImpl : public torch::nn::Module {
  public:
    /** @param numClasses people in the training part; 0: no classifier.
        @throws InputError for a recipe whose stages do not fit. */
    ReidNetworkImpl(const Recipe& recipe, int numClasses);

    //! @param images N x 3 x H x W, normalized.
    ReidOutput forward(const torch::Tensor& images);

    //! Up to the head's input: N x C x h x w, non-negative.
    torch::Tensor features(const torch::Tensor& images);

    //! People that the classifier tells apart; 0: there is none.
    int numClasses() const { return numClasses_; }

    MobileNetV2 backbone{nullptr};
    FeaturePyramid pyramid{nullptr};         //!< empty where the recipe has none
    std::vector<std::size_t> pyramidStages;  //!< of the backbone, counted from 0, fine to coarse
    torch::nn::Conv2d projection{nullptr};
    torch::nn::BatchNorm2d projectionNorm{nullptr};
    PoolingHead head{nullptr};
    torch::nn::BatchNorm1d neck{nullptr};
    torch::nn::Linear classifier{nullptr};

  private:
    void addPyramid(const Recipe& recipe);

    int numClasses_;
};
TORCH_MODULE(ReidNetwork);

/** Copies the weights and statistics of one network to those of another that have the same name and shape.
@return how many of the target's were found. */
std::size_t copyMatching(const torch::nn::Module& source, torch::nn::Module& target);

}  // namespace brnpa::trainer
