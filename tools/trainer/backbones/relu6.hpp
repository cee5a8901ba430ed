#pragma once

#include <torch/torch.h>

namespace brnpa::trainer {

/** min(max(x, 0), 6), in place.

Values and gradients are those of torch::nn::ReLU6, bit by bit; but its gradient needs no more than the result, where
LibTorch's in place keeps a copy of the input: a fifth of the memory that a training takes. Features in bfloat16, of
whose ReLU6 LibTorch 1.13 has no gradient, are clamped into a new tensor. */
class Relu6Impl : public torch::nn::ReLU6Impl {
  public:
    Relu6Impl();

    //! @param x no leaf that wants a gradient, and nothing whose values somebody else's gradient needs.
    torch::Tensor forward(torch::Tensor x);
};
TORCH_MODULE(Relu6);

}  // namespace brnpa::trainer
