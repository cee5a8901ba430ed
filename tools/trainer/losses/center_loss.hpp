#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

/** Center loss (Wen et al., ECCV 2016, equations 2 and 4): half the squared distance of an embedding to the center of
its class. The centers follow the embeddings by the paper's rule and take no gradient. */
class CenterLossImpl : public torch::nn::Module {
  public:
    /** Centers start at 0.
        @param rate alpha of the paper, 0..1: how far a center moves towards the mean of its class in a batch. */
    CenterLossImpl(int classes, int size, double rate);

    /** In training mode the centers move after the loss is taken.
        @param embeddings N x size.
        @param labels N, int64, 0..classes-1.
        @return the mean over the batch, a scalar. */
    torch::Tensor forward(const torch::Tensor& embeddings, const torch::Tensor& labels);

    torch::Tensor centers;  //!< classes x size

  private:
    double rate_;
};
TORCH_MODULE(CenterLoss);

}  // namespace brnpa::trainer
