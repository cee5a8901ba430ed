#include "losses/batch_hard_triplet.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace brnpa::trainer {
namespace {

torch::Tensor line(std::initializer_list<double> points) {
    return torch::tensor(std::vector<double>(points), torch::kFloat64).reshape({-1, 1});
}

torch::Tensor labels(std::initializer_list<std::int64_t> values) {
    return torch::tensor(std::vector<std::int64_t>(values), torch::kInt64);
}

// Points on a line: person 0 at 0 and 1, person 1 at 3 and 7. Farthest positive minus nearest negative: 1-3, 1-2, 4-2,
// 4-6.
TEST(BatchHardTriplet, MarginByHand) {
    const double loss = batchHardTriplet(line({0, 1, 3, 7}), labels({0, 0, 1, 1}), 0.3).item<double>();
    EXPECT_NEAR(loss, (0 + 0 + 2.3 + 0) / 4, 1e-9);
}

TEST(BatchHardTriplet, SoftMarginByHand) {
    const double loss = batchHardTriplet(line({0, 1, 3, 7}), labels({0, 0, 1, 1}), 0).item<double>();
    const double expected = (std::log1p(std::exp(-2.0)) + std::log1p(std::exp(-1.0)) + std::log1p(std::exp(2.0)) +
                             std::log1p(std::exp(-2.0))) /
                            4;
    EXPECT_NEAR(loss, expected, 1e-9);
}

// The third image has no positive: the mean is over the first two, 1-5+10 and 1-4+10.
TEST(BatchHardTriplet, ImagesWithoutATripletDoNotCount) {
    EXPECT_NEAR(batchHardTriplet(line({0, 1, 5}), labels({0, 0, 1}), 10).item<double>(), 6.5, 1e-9);
    EXPECT_EQ(batchHardTriplet(line({0, 1, 5}), labels({0, 1, 2}), 10).item<double>(), 0);
    EXPECT_EQ(batchHardTriplet(line({0, 1, 5}), labels({4, 4, 4}), 10).item<double>(), 0);
}

TEST(BatchHardTriplet, EqualEmbeddingsHaveFiniteGradients) {
    auto embeddings = torch::ones({4, 3}).set_requires_grad(true);
    batchHardTriplet(embeddings, labels({0, 0, 1, 1}), 0.3).backward();
    EXPECT_TRUE(torch::isfinite(embeddings.grad()).all().item<bool>());
}

TEST(BatchHardTriplet, GradientPullsAndPushes) {
    auto embeddings = line({0, 1, 3, 7}).set_requires_grad(true);
    batchHardTriplet(embeddings, labels({0, 0, 1, 1}), 0.3).backward();
    // Only the image at 3 is active: d(3, 7) - d(3, 1), a quarter of the mean.
    const auto expected = line({0, 0.25, -0.5, 0.25});
    EXPECT_TRUE(torch::allclose(embeddings.grad(), expected, 0, 1e-9)) << embeddings.grad();
}

}  // namespace
}  // namespace brnpa::trainer
