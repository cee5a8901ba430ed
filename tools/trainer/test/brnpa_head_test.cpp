#include "heads/brnpa_head.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <kernel/representative_vectors.hpp>

namespace brnpa::trainer {
namespace {

struct Case {
    std::int64_t images, channels, height, width;
    int parts;
};

torch::Tensor randomFeatures(const Case& shape, torch::ScalarType type) {
    return torch::relu(torch::randn({shape.images, shape.channels, shape.height, shape.width}, type)) + 0.01;
}

const Case cases[] = {{1, 1, 1, 1, 1}, {2, 3, 4, 5, 3}, {4, 17, 7, 1, 2}, {3, 64, 16, 8, 3}, {1, 256, 16, 8, 8}};

TEST(BrnpaHead, AgreesWithTheKernelOfTheRuntime) {
    torch::manual_seed(1);
    for (const Case& shape : cases) {
        const auto features = randomFeatures(shape, torch::kFloat32);
        const auto head = brnpaHead(features, shape.parts, 1e-5);
        const brnpa_kernel::Shape sizes{static_cast<std::size_t>(shape.images),
                                        static_cast<std::size_t>(shape.channels),
                                        static_cast<std::size_t>(shape.height * shape.width)};
        brnpa_kernel::Options options;
        options.parts = static_cast<std::size_t>(shape.parts);
        auto vectors = torch::empty_like(head.vectors), maps = torch::empty(head.maps.sizes()),
             norms = torch::empty(head.norms.sizes());
        std::vector<float> scratch(brnpa_kernel::scratchFloats(sizes, options));
        const auto inThisThread = [](std::size_t begin, std::size_t end, const auto& work) { work(begin, end); };
        brnpa_kernel::representativeVectors(
            features.data_ptr<float>(), sizes, options,
            brnpa_kernel::Outputs{vectors.data_ptr<float>(), maps.data_ptr<float>(), norms.data_ptr<float>()},
            scratch.data(), inThisThread);
        EXPECT_TRUE(torch::allclose(head.vectors, vectors, 1e-5, 1e-6)) << shape.channels << " channels";
        EXPECT_TRUE(torch::allclose(head.maps, maps, 1e-5, 1e-7)) << shape.channels << " channels";
        EXPECT_TRUE(torch::allclose(head.norms, norms, 1e-5, 1e-6)) << shape.channels << " channels";
    }
}

// Two channels, a row of four pixels: (3, 0), (0, 2), (1, 0), (0, 1). Part 1 starts at pixel 0, the longest: its
// similarities are 1, 0, 1, 0, so the map is 1/2, 0, 1/2, 0 and the vector (2, 0). Then only pixels 1 and 3 are active:
// map 0, 1/2, 0, 1/2, vector (0, 1.5). With an epsilon far below float's resolution.
TEST(BrnpaHead, TwoOrthogonalPartsByHand) {
    const auto features =
        torch::tensor({3.0, 0.0, 1.0, 0.0, 0.0, 2.0, 0.0, 1.0}, torch::kFloat64).reshape({1, 2, 1, 4});
    const auto head = brnpaHead(features, 2, 1e-12);
    const auto maps = torch::tensor({0.5, 0.0, 0.5, 0.0, 0.0, 0.5, 0.0, 0.5}, torch::kFloat64).reshape({1, 2, 1, 4});
    EXPECT_TRUE(torch::allclose(head.maps, maps, 0, 1e-9));
    EXPECT_TRUE(torch::allclose(head.vectors, torch::tensor({{2.0, 0.0, 0.0, 1.5}}, torch::kFloat64), 0, 1e-9));
    EXPECT_TRUE(torch::allclose(head.norms.flatten(), torch::tensor({3.0, 2.0, 1.0, 1.0}, torch::kFloat64), 0, 1e-9));
}

TEST(BrnpaHead, MemoryLayoutDoesNotMatter) {
    torch::manual_seed(2);
    const auto features = randomFeatures({2, 8, 5, 3, 3}, torch::kFloat64);
    const auto a = brnpaHead(features, 3, 1e-5);
    const auto b = brnpaHead(features.contiguous(torch::MemoryFormat::ChannelsLast), 3, 1e-5);
    EXPECT_TRUE(torch::allclose(a.vectors, b.vectors, 1e-12, 0));
    EXPECT_TRUE(torch::allclose(a.maps, b.maps, 1e-12, 0));
}

TEST(BrnpaHead, ZerosGiveUniformMapsAndFiniteGradients) {
    auto features = torch::zeros({2, 3, 2, 2});
    features[1] = torch::rand({3, 2, 2}) + 0.1;
    features.set_requires_grad(true);
    const auto head = brnpaHead(features, 3, 1e-5);
    EXPECT_TRUE(torch::equal(head.maps[0], torch::full({3, 2, 2}, 0.25)));
    EXPECT_EQ(head.vectors[0].abs().sum().item<float>(), 0);
    (head.vectors.sum() + head.maps.pow(2).sum() + head.norms.sum()).backward();
    EXPECT_TRUE(torch::isfinite(features.grad()).all().item<bool>());
}

// Central differences in float64 of a random linear function of all three outputs.
TEST(BrnpaHead, GradientIsTheSlope) {
    torch::manual_seed(3);
    auto features = randomFeatures({2, 4, 3, 2, 3}, torch::kFloat64);
    const auto first = brnpaHead(features, 3, 1e-5);
    const auto onVectors = torch::randn_like(first.vectors), onMaps = torch::randn_like(first.maps),
               onNorms = torch::randn_like(first.norms);
    const auto value = [&](const torch::Tensor& x) {
        const auto head = brnpaHead(x, 3, 1e-5);
        return (head.vectors * onVectors).sum() + (head.maps * onMaps).sum() + (head.norms * onNorms).sum();
    };
    auto variable = features.clone().set_requires_grad(true);
    value(variable).backward();
    const auto gradient = variable.grad().flatten();
    const torch::NoGradGuard noGrad;
    constexpr double step = 1e-6;
    auto flat = features.flatten();
    for (std::int64_t i = 0; i < flat.numel(); ++i) {
        auto up = flat.clone(), down = flat.clone();
        up[i] += step;
        down[i] -= step;
        const double slope =
            ((value(up.reshape_as(features)) - value(down.reshape_as(features))) / (2 * step)).item<double>();
        EXPECT_NEAR(gradient[i].item<double>(), slope, 1e-6 * std::max(1.0, std::abs(slope))) << "element " << i;
    }
}

//! dL/d(features) for a fixed random linear function L of all three outputs.
torch::Tensor gradientOf(BrnpaOutput (*head)(const torch::Tensor&, int, double), const torch::Tensor& features,
                         int parts) {
    auto variable = features.detach().clone().set_requires_grad(true);
    const auto output = head(variable, parts, 1e-5);
    torch::manual_seed(9);
    torch::Tensor loss = torch::zeros({}, torch::kFloat64);
    for (const auto& tensor : {output.vectors, output.maps, output.norms})
        loss = loss + (tensor.to(torch::kFloat64) * torch::randn(tensor.sizes(), torch::kFloat64)).sum();
    loss.backward();
    return variable.grad();
}

// The kernel's gradient in float32 against the composition's in float64, which GradientIsTheSlope checks.
TEST(BrnpaHead, KernelsGradientAgreesWithTheComposition) {
    torch::manual_seed(4);
    for (const Case& shape : cases) {
        const auto features = randomFeatures(shape, torch::kFloat32);
        const auto expected = gradientOf(brnpaComposition, features.to(torch::kFloat64), shape.parts);
        const double scale = expected.abs().max().item<double>();
        for (const auto format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
            const auto gradient = gradientOf(brnpaHead, features.contiguous(format), shape.parts).to(torch::kFloat64);
            EXPECT_LT((gradient - expected).abs().max().item<double>(), 1e-5 * scale) << shape.channels << " channels";
        }
    }
}

TEST(BrnpaHead, GradientNeedsNoMoreThanOneOutput) {
    torch::manual_seed(5);
    auto features = randomFeatures({2, 6, 3, 3, 2}, torch::kFloat32);
    auto reference = features.clone();
    for (auto* x : {&features, &reference})
        x->set_requires_grad(true);
    brnpaHead(features, 2, 1e-5).maps.pow(2).sum().backward();
    brnpaComposition(reference, 2, 1e-5).maps.pow(2).sum().backward();
    EXPECT_TRUE(torch::allclose(features.grad(), reference.grad(), 1e-4, 1e-6));
}

TEST(BrnpaHead, NamesValuesThatDoNotFit) {
    const auto features = torch::rand({1, 2, 2, 2});
    const auto message = [&](const torch::Tensor& x, int parts, double epsilon) -> std::string {
        try {
            brnpaHead(x, parts, epsilon);
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_NE(message(features, 5, 1e-5).find("not 5"), std::string::npos);
    EXPECT_NE(message(features, 0, 1e-5).find("not 0"), std::string::npos);
    EXPECT_NE(message(features, 1, 0).find("not 0.0"), std::string::npos);
    EXPECT_NE(message(features[0], 1, 1e-5).find("3 dimensions"), std::string::npos);
}

}  // namespace
}  // namespace brnpa::trainer
