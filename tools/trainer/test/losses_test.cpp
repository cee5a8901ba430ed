#include <gtest/gtest.h>

#include <cmath>

#include "losses/center_loss.hpp"
#include "losses/circle_loss.hpp"
#include "losses/distillation.hpp"

namespace brnpa::trainer {
namespace {

torch::Tensor labels(std::initializer_list<std::int64_t> values) {
    return torch::tensor(std::vector<std::int64_t>(values), torch::kInt64);
}

double at(const torch::Tensor& matrix, std::int64_t row, std::int64_t column) {
    return matrix[row][column].item<double>();
}

// Centers start at 0: the loss of (3, 4) and (0, 2) is (25 + 4) / 2 / 2. Class 1 has both: the sum of c - x is (-3,
// -6), divided by 1 + 2 and times 0.5 the center moves to (0.5, 1).
TEST(CenterLoss, LossAndCentersByHand) {
    CenterLoss loss(3, 2, 0.5);
    const auto x = torch::tensor({{3.f, 4.f}, {0.f, 2.f}});
    EXPECT_NEAR(loss(x, labels({1, 1})).item<double>(), 7.25, 1e-6);
    EXPECT_TRUE(torch::allclose(loss->centers, torch::tensor({{0.f, 0.f}, {0.5f, 1.f}, {0.f, 0.f}})));
    loss->eval();
    loss(x, labels({1, 1}));
    EXPECT_TRUE(torch::allclose(loss->centers[1], torch::tensor({0.5f, 1.f}))) << "moved in evaluation mode";
}

//! Equation 4 to 8 of the paper, image by image.
double circleByLoops(const torch::Tensor& x, const std::vector<std::int64_t>& who, double margin, double scale) {
    double total = 0;
    int images = 0;
    for (std::size_t i = 0; i < who.size(); ++i) {
        double positives = 0, negatives = 0;
        for (std::size_t j = 0; j < who.size(); ++j) {
            if (i == j) continue;
            double dot = 0, ii = 0, jj = 0;
            for (std::int64_t c = 0; c < x.size(1); ++c) {
                const double a = at(x, static_cast<std::int64_t>(i), c), b = at(x, static_cast<std::int64_t>(j), c);
                dot += a * b;
                ii += a * a;
                jj += b * b;
            }
            const double s = dot / std::sqrt(ii * jj);
            if (who[i] == who[j])
                positives += std::exp(-scale * std::max(0.0, 1 + margin - s) * (s - (1 - margin)));
            else
                negatives += std::exp(scale * std::max(0.0, s + margin) * (s - margin));
        }
        if (positives == 0 || negatives == 0) continue;
        total += std::log1p(positives * negatives);
        ++images;
    }
    return images == 0 ? 0 : total / images;
}

TEST(CircleLoss, AgreesWithThePapersEquations) {
    torch::manual_seed(1);
    const std::vector<std::int64_t> who{0, 0, 1, 1, 1, 2};  // the last has no positive
    const auto x = torch::randn({6, 5}, torch::kFloat64);
    for (const double scale : {1.0, 16.0})
        EXPECT_NEAR(circleLoss(x, torch::tensor(who), 0.25, scale).item<double>(), circleByLoops(x, who, 0.25, scale),
                    1e-9);
    EXPECT_EQ(circleLoss(x, labels({0, 1, 2, 3, 4, 5}), 0.25, 64).item<double>(), 0);
    EXPECT_EQ(circleLoss(x, labels({1, 1, 1, 1, 1, 1}), 0.25, 64).item<double>(), 0);
}

TEST(CircleLoss, PullsPositivesTogether) {
    auto x = torch::tensor({{1.0, 0.0}, {0.8, 0.6}, {0.0, 1.0}}, torch::kFloat64).set_requires_grad(true);
    circleLoss(x, labels({0, 0, 1}), 0.25, 8).backward();
    // A step against the gradient brings 0 and 1 nearer.
    const auto moved = (x - 0.01 * x.grad()).detach();
    const auto cosine = [](const torch::Tensor& a, const torch::Tensor& b) {
        return (a.dot(b) / (a.norm() * b.norm())).item<double>();
    };
    EXPECT_GT(cosine(moved[0], moved[1]), 0.8);
    EXPECT_LT(cosine(moved[1], moved[2]), 0.6);
}

// Teacher (2, 0) and student (0, 0) at T = 2: softmax (e, 1) / (1 + e) against (1/2, 1/2), times 4.
TEST(Distillation, ByHand) {
    const double p = std::exp(1.0) / (1 + std::exp(1.0));
    const double expected = 4 * (p * std::log(2 * p) + (1 - p) * std::log(2 * (1 - p)));
    const auto student = torch::zeros({1, 2}, torch::kFloat64);
    const auto teacher = torch::tensor({{2.0, 0.0}}, torch::kFloat64);
    EXPECT_NEAR(distillationLoss(student, teacher, 2).item<double>(), expected, 1e-9);
    EXPECT_NEAR(distillationLoss(teacher, teacher, 2).item<double>(), 0, 1e-12);
}

TEST(Distillation, TeacherTakesNoGradient) {
    auto student = torch::randn({2, 3}).set_requires_grad(true), teacher = torch::randn({2, 3}).set_requires_grad(true);
    (distillationLoss(student, teacher, 4) + relationLoss(student, teacher)).backward();
    EXPECT_TRUE(student.grad().defined());
    EXPECT_FALSE(teacher.grad().defined());
}

// Cosines of the student: 1 and 0; of the teacher, in three dimensions: 1 and 1. Two of four differ by 1.
TEST(Distillation, RelationByHand) {
    const auto student = torch::tensor({{2.0, 0.0}, {0.0, 3.0}}, torch::kFloat64);
    const auto teacher = torch::tensor({{1.0, 1.0, 0.0}, {2.0, 2.0, 0.0}}, torch::kFloat64);
    EXPECT_NEAR(relationLoss(student, teacher).item<double>(), 0.5, 1e-12);
}

}  // namespace
}  // namespace brnpa::trainer
