#pragma once

#include <torch/torch.h>

#include <vector>

namespace brnpa::trainer {

/** The top-down pathway of a feature pyramid (Lin et al., CVPR 2017): deep features at the resolution of shallow ones.

Every level goes through a 1x1 convolution to a common number of channels; from the coarsest on, the sum so far is
repeated (nearest neighbor) to the next finer level's size and added. A 3x3 depthwise convolution with ReLU6 smooths the
result. It gives BR-NPA high-resolution maps without running the late stages of a backbone at high resolution.
*/
class FeaturePyramidImpl : public torch::nn::Module {
  public:
    //! Channels of a level and its stride against the picture.
    struct Level {
        int channels, stride;
    };

    /** @param levels fine to coarse, at least two, each stride a multiple of the one before.
        @param channels of the result.
        @throws InputError for other levels. */
    FeaturePyramidImpl(const std::vector<Level>& levels, int channels);

    /** @param features of the levels, fine to coarse, each size the finer one divided by the ratio of the strides.
        @return N x channels x the finest level's H x W, 0..6. */
    torch::Tensor forward(const std::vector<torch::Tensor>& features);

    const std::vector<Level>& levels() const { return levels_; }
    torch::nn::Sequential& lateral(std::size_t level) { return laterals_[level]; }
    torch::nn::Sequential& smoothing() { return smoothing_; }

  private:
    std::vector<Level> levels_;
    std::vector<torch::nn::Sequential> laterals_;
    torch::nn::Sequential smoothing_;
};
TORCH_MODULE(FeaturePyramid);

}  // namespace brnpa::trainer
