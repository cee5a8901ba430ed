#include "backbones/relu6.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace brnpa::trainer {
namespace {

struct ValuesAndGradient {
    torch::Tensor values, gradient;
};

template <class Activation>
ValuesAndGradient run(Activation activation, const torch::Tensor& input, const torch::Tensor& onValues) {
    auto x = input.clone().set_requires_grad(true);
    // In place: not on the leaf itself.
    const auto values = activation->forward(x * 1);
    values.backward(onValues);
    return {values.detach(), x.grad()};
}

TEST(Relu6, IsLibTorchsWithItsGradientAtAndBetweenTheBounds) {
    torch::manual_seed(1);
    auto input = 4 * torch::randn({2, 5, 7, 3});
    const float special[] = {0,
                             -0.0f,
                             6,
                             std::numeric_limits<float>::denorm_min(),
                             -std::numeric_limits<float>::denorm_min(),
                             std::nextafter(6.0f, 0.0f),
                             std::nextafter(6.0f, 7.0f),
                             std::numeric_limits<float>::infinity(),
                             -std::numeric_limits<float>::infinity()};
    std::copy(std::begin(special), std::end(special), input.data_ptr<float>());
    const auto onValues = torch::randn(input.sizes());
    for (const auto format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
        const auto x = input.contiguous(format);
        const auto ours = run(Relu6(), x, onValues), theirs = run(torch::nn::ReLU6(), x, onValues);
        EXPECT_TRUE(torch::equal(ours.values, theirs.values));
        EXPECT_TRUE(torch::equal(ours.gradient, theirs.gradient));
        EXPECT_TRUE(ours.values.is_contiguous(format));
    }
}

TEST(Relu6, IsInPlace) {
    const auto x = torch::randn({3, 4});
    EXPECT_EQ(Relu6()->forward(x).data_ptr(), x.data_ptr());
    EXPECT_GE(x.min().item<float>(), 0);
}

TEST(Relu6, HasAGradientInBfloat16) {
    const auto input = torch::tensor({-1.0f, 3.0f, 7.0f}).to(torch::kBFloat16);
    const auto ours = run(Relu6(), input, torch::ones(3, torch::kBFloat16));
    EXPECT_TRUE(torch::equal(ours.values.to(torch::kFloat32), torch::tensor({0.0f, 3.0f, 6.0f})));
    EXPECT_TRUE(torch::equal(ours.gradient.to(torch::kFloat32), torch::tensor({0.0f, 1.0f, 0.0f})));
}

}  // namespace
}  // namespace brnpa::trainer
