#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

#include "backbones/mobilenet_v2.hpp"
#include "losses/sim_ota.hpp"
#include "tasks/detection_recipe.hpp"

namespace brnpa::trainer {

/** A head of YOLOX (Ge et al., arXiv 2107.08430) for one level, light as YOLOX-Nano's: two branches of depthwise-
separable convolutions, one for the box and the objectness, one for the class. */
class DetectionHeadImpl : public torch::nn::Module {
  public:
    //! @param depth convolutions of each branch.
    DetectionHeadImpl(int channels, int depth);

    /** @param features N x channels x h x w.
        @return N x 6 x h x w: dx, dy, log width, log height, objectness, class; the scores before the sigmoid. */
    torch::Tensor forward(const torch::Tensor& features);

    torch::nn::Sequential boxBranch, classBranch;
    torch::nn::Conv2d box{nullptr}, objectness{nullptr}, person{nullptr};
};
TORCH_MODULE(DetectionHead);

/** A detector of people: MobileNetV2 up to stride 16, one more level of stride 32, a top-down pathway of depthwise-
separable convolutions, a head for each of the strides 8, 16 and 32. No anchors; every cell predicts one box. */
class DetectionNetworkImpl : public torch::nn::Module {
  public:
    //! @throws InputError for a recipe whose backbone has no stage of stride 8, or does not end at stride 16.
    explicit DetectionNetworkImpl(const DetectionRecipe& recipe);

    /** @param images N x 3 x H x W, normalized, H and W multiples of 32.
        @return N x A x 6, cells in the order of gridCells(), the scores before the sigmoid. */
    torch::Tensor forward(const torch::Tensor& images);

    MobileNetV2 backbone{nullptr};
    std::size_t fineStage = 0, coarseStage = 0;  //!< of the backbone, counted from 0: the last ones of strides 8 and 16
    torch::nn::Sequential fineLateral, coarseLateral;
    torch::nn::Sequential down;                    //!< from stride 16 to 32
    torch::nn::Sequential coarseMerge, fineMerge;  //!< behind the sums at strides 16 and 8
    std::array<DetectionHead, 3> heads{DetectionHead{nullptr}, DetectionHead{nullptr}, DetectionHead{nullptr}};
};
TORCH_MODULE(DetectionNetwork);

}  // namespace brnpa::trainer
