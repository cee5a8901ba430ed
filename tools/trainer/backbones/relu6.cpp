#include "backbones/relu6.hpp"

namespace brnpa::trainer {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr double highest = 6;

class Relu6Function : public torch::autograd::Function<Relu6Function> {
  public:
    static torch::Tensor forward(AutogradContext* context, torch::Tensor x) {
        x.clamp_(0, highest);
        context->mark_dirty({x});
        context->save_for_backward({x});
        return x;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        // Where the input is at a bound or beyond, the result is at that bound: 0, as for the input itself.
        return {at::hardtanh_backward(gradients[0], context->get_saved_variables()[0], 0, highest)};
    }
};

}  // namespace

Relu6Impl::Relu6Impl() : torch::nn::ReLU6Impl(torch::nn::ReLU6Options().inplace(true)) {}

torch::Tensor Relu6Impl::forward(torch::Tensor x) {
    return x.scalar_type() == torch::kBFloat16 ? x.clamp(0, highest) : Relu6Function::apply(x);
}

}  // namespace brnpa::trainer
