// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <opencv2/core.hpp>
#include <random>

#include "expect_reference.hpp"
#include "kernel_run.hpp"
#include "random_features.hpp"
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::BFloat16;
using brnpa_kernel::Half;
using brnpa_kernel::Options;
using brnpa_kernel::Shape;

//! Rounds all to the nearest number of 16 bits; `exact` is what they are then.
template <class Element>
std::vector<Element> rounded(const std::vector<float>& all, std::vector<float>& exact);

//! With OpenCV's conversions.
template <>
std::vector<Half> rounded(const std::vector<float>& all, std::vector<float>& exact) {
    constexpr float kGreatest = 65504;
    Mat numbers(all, true), halves, floats;
    numbers = cv::min(cv::max(numbers, -kGreatest), kGreatest);
    numbers.convertTo(halves, CV_16F);
    halves.convertTo(floats, CV_32F);
    exact.assign(floats.ptr<float>(), floats.ptr<float>() + all.size());
    std::vector<Half> result(all.size());
    std::memcpy(result.data(), halves.data, all.size() * sizeof(Half));
    return result;
}

template <>
std::vector<BFloat16> rounded(const std::vector<float>& all, std::vector<float>& exact) {
    std::vector<BFloat16> result;
    exact.clear();
    for (const float number : all) {
        std::uint32_t bits;
        std::memcpy(&bits, &number, sizeof(bits));
        bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
        result.push_back({static_cast<std::uint16_t>(bits >> 16)});
        float back;
        std::memcpy(&back, &bits, sizeof(back));
        exact.push_back(back);
    }
    return result;
}

template <class Element>
void expectAsDoublePrecision() {
    constexpr int kCases = 200;
    constexpr double kMostNumbers = 150e3;  // of one case, for the patience of a sanitizer build
    std::mt19937 random(20210606);
    for (int i = 0; i < kCases; ++i) {
        const RandomCase drawn(i, kMostNumbers, random);
        const Shape& shape = drawn.shape;
        SCOPED_TRACE(drawn.name(i));
        std::vector<float> exact;
        const std::vector<Element> x = rounded<Element>(features(drawn.content, shape, random), exact);
        expectAsReference(exact, shape, drawn.options, KernelRun(x, shape, drawn.options));
        if (testing::Test::HasFatalFailure()) return;
    }
    for (const Shape& shape : {Shape{1, 2048, 24 * 8}, Shape{1, 512, 64 * 32}, Shape{2, 2048, 1}}) {
        Options options;
        options.parts = std::min<std::size_t>(3, shape.pixels);
        std::vector<float> exact;
        const std::vector<Element> x = rounded<Element>(features(Content::Sparse, shape, random), exact);
        expectAsReference(exact, shape, options, KernelRun(x, shape, options));
    }
}

TEST(BRNPA_KernelElements, HalvesAgreeWithDoublePrecision) {
    expectAsDoublePrecision<Half>();
}

TEST(BRNPA_KernelElements, BFloat16AgreesWithDoublePrecision) {
    expectAsDoublePrecision<BFloat16>();
}

//! The channels last, too.
template <class Element>
void expectAsFloats() {
    std::mt19937 random(3);
    for (const auto layout : {brnpa_kernel::Layout::ChannelsFirst, brnpa_kernel::Layout::ChannelsLast}) {
        const Shape shape{2, 37, 45, layout};
        std::vector<float> exact;
        const std::vector<Element> x = rounded<Element>(features(Content::Sparse, shape, random), exact);
        const KernelRun run(x, shape, Options()), expected(exact, shape, Options());
        EXPECT_EQ(run.seeds, expected.seeds);
        EXPECT_EQ(run.vectors, expected.vectors);
        EXPECT_EQ(run.maps, expected.maps);
        EXPECT_EQ(run.norms, expected.norms);
    }
}

TEST(BRNPA_KernelElements, GiveTheBitsOfTheSameFloats) {
    expectAsFloats<Half>();
    expectAsFloats<BFloat16>();
}

TEST(BRNPA_KernelElements, EveryHalfIsConvertedExactly) {
    Mat halves(1, 1 << 16, CV_16F), expected;
    for (int i = 0; i < halves.cols; ++i)
        halves.ptr<std::uint16_t>()[i] = static_cast<std::uint16_t>(i);
    halves.convertTo(expected, CV_32F);
    for (int i = 0; i < halves.cols; ++i) {
        const float found = brnpa_kernel::toFloat(Half{static_cast<std::uint16_t>(i)});
        if (std::isnan(expected.at<float>(i)))
            EXPECT_FALSE(std::isfinite(found)) << i;
        else
            EXPECT_TRUE(found == expected.at<float>(i) && std::signbit(found) == std::signbit(expected.at<float>(i)))
                << i;
    }
}

TEST(BRNPA_KernelElements, InfinityAndNotANumberGiveNotANumber) {
    const Shape shape{1, 5, 33};
    for (const std::uint16_t bits : {0x7c00, 0xfc00, 0x7e00}) {
        std::vector<Half> x(shape.channels * shape.pixels, Half{0x3c00});
        x[100].bits = bits;
        for (const float v : KernelRun(x, shape, Options()).vectors)
            EXPECT_TRUE(std::isnan(v)) << bits;
    }
    std::vector<BFloat16> x(shape.channels * shape.pixels, BFloat16{0x3f80});
    x[100].bits = 0x7f80;
    for (const float v : KernelRun(x, shape, Options()).vectors)
        EXPECT_TRUE(std::isnan(v));
}

}  // namespace
}  // namespace opencv_test
