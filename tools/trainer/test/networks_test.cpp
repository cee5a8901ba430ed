#include <gtest/gtest.h>

#include "common/errors.hpp"
#include "tasks/reid_network.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

torch::Tensor randomFeatures() {
    torch::manual_seed(1);
    return torch::relu(torch::randn({2, 3, 4, 2}, torch::kFloat64));
}

TEST(PoolingHead, AverageIsTheMean) {
    const auto features = randomFeatures();
    const auto output = PoolingHead("average", 3, 1, 1e-5)->forward(features);
    for (std::int64_t n = 0; n < 2; ++n)
        for (std::int64_t c = 0; c < 3; ++c) {
            double sum = 0;
            for (std::int64_t i = 0; i < 8; ++i)
                sum += features[n][c].flatten()[i].item<double>();
            EXPECT_NEAR(output.vectors[n][c].item<double>(), sum / 8, 1e-12);
        }
    EXPECT_TRUE(torch::allclose(output.maps.sum({2, 3}), torch::ones({2, 1}, torch::kFloat64)));
    EXPECT_TRUE(torch::allclose(output.norms, features.pow(2).sum(1, true).sqrt() + 1e-5));
}

TEST(PoolingHead, BilinearIsMapsTimesFeatures) {
    const auto features = randomFeatures();
    PoolingHead head("bilinear", 3, 2, 1e-5);
    head->to(torch::kFloat64);
    const auto weight = head->parameters().at(0);  // 2 x 3 x 1 x 1
    const auto output = head->forward(features);
    for (std::int64_t k = 0; k < 2; ++k)
        for (std::int64_t c = 0; c < 3; ++c) {
            double sum = 0;
            for (std::int64_t i = 0; i < 8; ++i) {
                double attention = 0;
                for (std::int64_t d = 0; d < 3; ++d)
                    attention += weight[k][d].item<double>() * features[1][d].flatten()[i].item<double>();
                sum += std::max(0.0, attention) * features[1][c].flatten()[i].item<double>();
            }
            EXPECT_NEAR(output.vectors[1][k * 3 + c].item<double>(), sum / 8, 1e-12);
        }
    EXPECT_TRUE(torch::allclose(output.maps.sum({2, 3}), torch::ones({2, 2}, torch::kFloat64)));
    // Weights of the head learn: the maps are not constants.
    output.vectors.sum().backward();
    EXPECT_GT(weight.grad().abs().sum().item<double>(), 0);
}

TEST(PoolingHead, EmptyFeaturesGiveUniformMaps) {
    for (const char* type : {"average", "bilinear", "brnpa"}) {
        const auto output = PoolingHead(type, 3, 2, 1e-5)->forward(torch::zeros({1, 3, 2, 2}));
        EXPECT_TRUE(torch::allclose(output.maps, torch::full_like(output.maps, 0.25))) << type;
        EXPECT_EQ(output.vectors.abs().sum().item<float>(), 0) << type;
    }
}

// One channel, laterals and smoothing that change nothing: the coarse pixels, repeated, plus the fine ones, capped
// at 6.
TEST(FeaturePyramid, AddsRepeatedPixels) {
    FeaturePyramid pyramid(std::vector<FeaturePyramidImpl::Level>{{1, 2}, {1, 4}}, 1);
    pyramid->eval();
    {
        const torch::NoGradGuard noGrad;
        for (auto& parameter : pyramid->parameters())
            if (parameter.dim() == 4) {
                parameter.zero_();
                parameter[0][0][parameter.size(2) / 2][parameter.size(3) / 2] = 1;
            }
    }
    const auto fine = torch::arange(16, torch::kFloat32).reshape({1, 1, 4, 4}) / 4;
    const auto coarse = torch::tensor({{{{1.f, 2.f}, {3.f, -10.f}}}});
    const auto sum = pyramid->forward({fine, coarse});
    for (std::int64_t y = 0; y < 4; ++y)
        for (std::int64_t x = 0; x < 4; ++x) {
            const float expected = fine[0][0][y][x].item<float>() + coarse[0][0][y / 2][x / 2].item<float>();
            EXPECT_NEAR((sum[0][0][y][x].item<float>()), std::clamp(expected, 0.f, 6.f), 1e-3) << y << ", " << x;
        }
}

TEST(FeaturePyramid, GivesTheNetworkFinerMaps) {
    auto json = tinyRecipe();
    json["backbone"]["strides"] = {2, 1, 2, 2};
    EXPECT_EQ(ReidNetwork(parseRecipe(json, "test"), 3)->forward(torch::rand({2, 3, 32, 16})).maps.size(2), 4);
    json["pyramid"] = {{"stages", {1, 2}}, {"channels", 8}};
    const auto output = ReidNetwork(parseRecipe(json, "test"), 3)->forward(torch::rand({2, 3, 32, 16}));
    EXPECT_EQ(output.maps.sizes(), (std::vector<std::int64_t>{2, 2, 16, 8}));
    EXPECT_EQ(output.embedding.size(1), 24);
    for (const int stage : {0, 3, 4}) {
        json["pyramid"]["stages"] = {stage};
        EXPECT_THROW(ReidNetwork(parseRecipe(json, "test"), 3), InputError) << stage;
    }
    json["pyramid"]["stages"] = {1};
    json["input"]["width"] = 20;
    EXPECT_THROW(ReidNetwork(parseRecipe(json, "test"), 3), InputError) << "20 pixels are no multiple of 8";
}

TEST(ReidNetwork, TakesTheWeightsThatFit) {
    auto json = tinyRecipe();
    const ReidNetwork source(parseRecipe(json, "test"), 3);
    json["head"]["channels"] = 10;
    ReidNetwork target(parseRecipe(json, "test"), 3);
    const auto before = target->projection->weight.clone();
    copyMatching(*source, *target);
    const auto from = source->backbone->parameters(), to = target->backbone->parameters();
    for (std::size_t i = 0; i < from.size(); ++i)
        EXPECT_TRUE(torch::equal(from[i], to[i])) << "backbone's parameter " << i;
    EXPECT_TRUE(torch::equal(target->projection->weight, before)) << "has another shape";
}

}  // namespace
}  // namespace brnpa::trainer
