#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

#include "backbones/legacy_weights.hpp"

namespace brnpa::trainer {

/** An inverted residual of MobileNetV2: 1x1 expansion, 3x3 depthwise, 1x1 projection, each with batch normalization.

The sub-modules have the places that torchvision's weights name (conv.0, conv.1, conv.3, ...).
*/
class InvertedResidualImpl : public torch::nn::Module {
  public:
    InvertedResidualImpl(int inChannels, int outChannels, int stride, int expansion);

    torch::Tensor forward(const torch::Tensor& x);

    bool hasShortcut() const { return shortcut_; }
    torch::nn::Sequential& layers() { return conv_; }

  private:
    torch::nn::Sequential conv_;
    bool shortcut_;
};
TORCH_MODULE(InvertedResidual);

/** MobileNetV2 (Sandler et al., CVPR 2018) without its classifier, with a stride per stage and a configurable end.

@see forward() for shapes.
*/
class MobileNetV2Impl : public torch::nn::Module {
  public:
    /** @param strides the stride, 1 or 2, of the stem and of each stage that is kept: 2 to 8 numbers. ImageNet's
       network is {2, 1, 2, 2, 2, 1, 2, 1}; the stages have 16, 24, 32, 64, 96, 160 and 320 channels.
        @throws InputError for another number of strides or another stride.
    */
    explicit MobileNetV2Impl(const std::vector<int>& strides);

    /** @param x N x 3 x H x W.
        @return N x outChannels() x H/stride() x W/stride(), rounded up, not rectified. */
    torch::Tensor forward(torch::Tensor x);

    /** The features at the end of every stage that is kept, fine to coarse; the last is what forward() gives. */
    std::vector<torch::Tensor> forwardStages(torch::Tensor x);

    /** Takes the weights of the layers that this network has; others in the table are ignored.
        @throws InputError that names the first weight which is missing or has another shape. */
    void loadWeights(const NamedTensors& weights, const std::string& what);

    /** Keeps the stem and the first `stages` stages as they are: no gradient, and batch normalization by the running
       statistics.
        @param stages 0: freezes nothing; 1: the stem and stage 1; and so on. */
    void freeze(int stages);

    //! Also keeps the frozen layers in evaluation mode.
    void train(bool on = true) override;

    int outChannels() const { return stages_.back().channels; }
    int stride() const { return stages_.back().stride; }

    //! Channels, and stride against the picture, of the features at the end of a stage; blocks: how many came until
    //! then.
    struct StageEnd {
        int channels, stride;
        std::size_t blocks;
    };
    const std::vector<StageEnd>& stages() const { return stages_; }
    torch::nn::Sequential& stem() { return stem_; }
    std::vector<InvertedResidual>& blocks() { return blocks_; }

  private:
    torch::nn::ModuleList features_;  // the stem, then the blocks, as the weights number them
    torch::nn::Sequential stem_;
    std::vector<InvertedResidual> blocks_;
    std::vector<StageEnd> stages_;
    std::size_t frozenModules_ = 0;
};
TORCH_MODULE(MobileNetV2);

}  // namespace brnpa::trainer
