// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include <random>

#include "../../src/cuda/half_results.hpp"
#include "../random_features.hpp"
#include "../test_precomp.hpp"
#include "emulated_run.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::Options;
using brnpa_kernel::Shape;

//! By OpenCV, of any number of values.
std::vector<std::uint16_t> halves(const std::vector<float>& values) {
    Mat half;
    Mat(values).convertTo(half, CV_16F);
    const auto* bits = half.ptr<std::uint16_t>();
    return {bits, bits + values.size()};
}

TEST(BRNPA_CudaHalfResults, RoundingOfTheEmulationIsThatOfOpenCV) {
    std::mt19937 random(5);
    std::vector<float> values = {0.f, -0.f, 1.f, 65504.f, 65519.f, 65520.f, 3e38f, -3e38f, INFINITY, -INFINITY, 1e-45f};
    for (int exponent = -30; exponent < 20; ++exponent)
        for (int i = 0; i < 200; ++i) {
            const float value = std::ldexp(1.f + static_cast<float>(random() % 8192) / 8192.f, exponent);
            values.push_back(i % 2 ? value : -value);
        }
    const std::vector<std::uint16_t> expected = halves(values);
    for (std::size_t i = 0; i < values.size(); ++i)
        EXPECT_EQ(__float2half_rn(values[i]).bits, expected[i]) << values[i];
    EXPECT_TRUE(std::isnan(__half2float(__float2half_rn(NAN))));
}

//! The results in float have their own tests against double precision.
TEST(BRNPA_CudaHalfResults, AreThoseInFloatRounded) {
    std::mt19937 random(6);
    const Shape shape{2, 19, 40};
    std::vector<float> x = features(Content::Positive, shape, random);
    x[3] = 3e38f;  // the first image's results are not numbers
    for (const bool wholeImage : {true, false})
        for (const auto element : {brnpa_cuda::Element::Float, brnpa_cuda::Element::Half}) {
            Options options;
            options.parts = 2;
            Division division;
            division.element = element;
            division.kind = wholeImage ? Division::WholeImage : Division::KeptTiles;
            const EmulatedRun floats(x, shape, options, division);

            const std::vector<std::uint16_t> rounded = halves(x);
            const bool half = element == brnpa_cuda::Element::Half;
            const brnpa_cuda::Features features{
                half ? static_cast<const void*>(rounded.data()) : x.data(), element, 2, 19, 40, 40};
            Guarded<std::uint16_t> vectors(2 * 2 * 19), maps(2 * 2 * 40), norms(2 * 40);
            Guarded<unsigned char> scratch(brnpa_cuda::halfScratchBytes(features, options, floats.plan));
            emulation::settings().order = emulation::Order::Shuffled;
            ASSERT_EQ(brnpa_cuda::representativeVectors(
                          features, options, brnpa_cuda::HalfOutputs{vectors.data(), maps.data(), norms.data()},
                          floats.plan, scratch.data(), nullptr),
                      0);
            emulation::settings().order = emulation::Order::Forward;
            scratch.checked();
            const auto expectRounded = [](const std::vector<std::uint16_t>& found, const std::vector<float>& values) {
                const std::vector<std::uint16_t> expected = halves(values);
                ASSERT_EQ(found.size(), expected.size());
                for (std::size_t i = 0; i < found.size(); ++i)
                    ASSERT_TRUE(found[i] == expected[i] ||
                                (std::isnan(values[i]) && std::isnan(__half2float({found[i]}))))
                        << i << " of " << found.size();
            };
            expectRounded(vectors.checked(), floats.vectors);
            expectRounded(maps.checked(), floats.maps);
            expectRounded(norms.checked(), floats.norms);
        }
}

}  // namespace
}  // namespace opencv_test
#endif
