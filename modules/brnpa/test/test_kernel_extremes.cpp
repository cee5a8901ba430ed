// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "kernel_run.hpp"
#include "random_features.hpp"
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::Options;
using brnpa_kernel::Shape;

TEST(BRNPA_Kernel, DenormalFeaturesGiveSaneResults) {
    std::mt19937 random(5);
    for (const float scale : {1e-37f, 1e-40f, 1e-44f}) {
        const Shape shape{1, 9, 35};
        std::vector<float> x = features(Content::Positive, shape, random);
        for (float& value : x)
            value *= scale;
        const KernelRun run(x, shape, Options());
        for (std::size_t k = 0; k < 3; ++k) {
            double sum = 0;
            for (std::size_t i = 0; i < shape.pixels; ++i)
                sum += run.maps[k * shape.pixels + i];
            EXPECT_NEAR(sum, 1, 1e-5);
        }
        for (const float v : run.vectors) {
            EXPECT_GE(v, 0.f);
            EXPECT_LE(v, scale);
        }
    }
}

TEST(BRNPA_Kernel, NotANumberStaysInItsImage) {
    const float infinity = std::numeric_limits<float>::infinity();
    std::mt19937 random(11);
    const Shape shape{3, 17, 45}, one{1, 17, 45};
    const std::size_t size = one.channels * one.pixels;
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity, 3e38f}) {
        for (const bool refine : {true, false}) {
            for (const auto seeds : {brnpa_kernel::Seeds::ByActivity, brnpa_kernel::Seeds::Random}) {
                std::vector<float> x = features(Content::Positive, shape, random);
                x[size + random() % size] = bad;
                Options options;
                options.refine = refine;
                options.seeds = seeds;
                const KernelRun run(x, shape, options);
                for (std::size_t i = 0; i < run.vectors.size(); ++i)
                    ASSERT_EQ(std::isnan(run.vectors[i]), i / (3 * one.channels) == 1) << bad << " vector " << i;
                for (std::size_t i = 0; i < run.maps.size(); ++i)
                    ASSERT_EQ(std::isnan(run.maps[i]), i / (3 * one.pixels) == 1) << bad << " map " << i;
                for (const std::int32_t seed : run.seeds) {
                    EXPECT_GE(seed, 0);
                    EXPECT_LT(seed, static_cast<std::int32_t>(shape.pixels));
                }
            }
        }
    }
}

}  // namespace
}  // namespace opencv_test
