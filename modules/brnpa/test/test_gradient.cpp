// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <random>

#include "../src/kernel/gradient.hpp"
#include "../src/kernel/representative_vectors.hpp"
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::Options;
using brnpa_kernel::Shape;

constexpr double kEpsilon = 0x1p-10;  // the same in both precisions

//! Section 3 of the paper in double, with given seeds: the sum of all outputs times fixed coefficients.
struct Loss {
    std::size_t channels, pixels, parts;
    bool refine;
    std::vector<double> toVectors, toMaps, toNorms;
    std::vector<std::int32_t> seeds;

    double operator()(const std::vector<double>& x) const {
        const auto dot = [&](std::size_t i, std::size_t j) {
            double sum = 0;
            for (std::size_t c = 0; c < channels; ++c)
                sum += x[c * pixels + i] * x[c * pixels + j];
            return sum;
        };
        std::vector<double> norms(pixels), similarity(pixels);
        double loss = 0;
        for (std::size_t i = 0; i < pixels; ++i) {
            norms[i] = std::sqrt(dot(i, i)) + kEpsilon;
            loss += toNorms[i] * norms[i];
        }
        for (std::size_t k = 0; k < parts; ++k) {
            const auto seed = static_cast<std::size_t>(seeds[k]);
            double sum = 0;
            for (std::size_t i = 0; i < pixels; ++i)
                sum += similarity[i] = dot(i, seed) / (norms[i] * norms[seed]);
            for (std::size_t i = 0; i < pixels; ++i)
                loss += toMaps[k * pixels + i] * similarity[i] / sum;
            for (std::size_t c = 0; c < channels; ++c) {
                double vector = 0;
                for (std::size_t i = 0; i < pixels; ++i)
                    vector += similarity[i] / sum * x[c * pixels + i];
                loss += toVectors[k * channels + c] * (refine ? vector : x[c * pixels + seed]);
            }
        }
        return loss;
    }
};

std::vector<float> asFloats(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

//! Results of the kernel for one image, and room for its gradient.
struct KernelPass {
    std::vector<float> vectors, maps, norms, sums, gradient;
    std::vector<std::int32_t> seeds;

    KernelPass(const std::vector<float>& x, const Shape& shape, const Options& options)
        : vectors(options.parts * shape.channels),
          maps(options.parts * shape.pixels),
          norms(shape.pixels),
          sums(options.parts),
          gradient(x.size()),
          seeds(options.parts) {
        std::vector<float> scratch(brnpa_kernel::scratchFloats(shape, options));
        const auto inThisThread = [](std::size_t begin, std::size_t end, const auto& work) { work(begin, end); };
        brnpa_kernel::representativeVectors(
            x.data(), shape, options,
            brnpa_kernel::Outputs{vectors.data(), maps.data(), norms.data(), seeds.data(), sums.data()}, scratch.data(),
            inThisThread);
    }

    void differentiate(const std::vector<float>& x, const Shape& shape, const Options& options,
                       const brnpa_kernel::OutputGradients& gradients) {
        std::vector<float> scratch(brnpa_kernel::gradientScratchFloats(shape, options));
        brnpa_kernel::imageGradient(x.data(), shape, options, {maps.data(), norms.data(), seeds.data(), sums.data()},
                                    gradients, 0, gradient.data(), scratch.data());
    }
};

//! N x C x P as N x P x C.
std::vector<float> channelsLast(const std::vector<float>& x, const Shape& shape) {
    std::vector<float> result(x.size());
    for (std::size_t n = 0; n < shape.images; ++n)
        for (std::size_t c = 0; c < shape.channels; ++c)
            for (std::size_t i = 0; i < shape.pixels; ++i)
                result[(n * shape.pixels + i) * shape.channels + c] = x[(n * shape.channels + c) * shape.pixels + i];
    return result;
}

void expectSlope(std::size_t channels, std::size_t pixels, std::size_t parts, bool refine, std::mt19937& random) {
    const Shape shape{1, channels, pixels};
    Options options;
    options.parts = parts;
    options.epsilon = static_cast<float>(kEpsilon);
    options.refine = refine;
    std::uniform_real_distribution<> positive(0.05, 1);
    std::normal_distribution<> normal;
    const auto draw = [&](std::size_t count, auto& distribution) {
        std::vector<double> values(count);
        for (double& value : values)
            value = static_cast<float>(distribution(random));  // the same number in both precisions
        return values;
    };
    std::vector<double> x = draw(channels * pixels, positive);
    KernelPass run(asFloats(x), shape, options);
    const Loss loss{channels,
                    pixels,
                    parts,
                    refine,
                    draw(parts * channels, normal),
                    draw(parts * pixels, normal),
                    draw(pixels, normal),
                    run.seeds};
    const auto toVectors = asFloats(loss.toVectors), toMaps = asFloats(loss.toMaps), toNorms = asFloats(loss.toNorms);
    run.differentiate(asFloats(x), shape, options, {toVectors.data(), toMaps.data(), toNorms.data()});

    constexpr double kStep = 1e-6;
    std::vector<double> slopes;
    for (double& value : x) {
        const double kept = value;
        value = kept + kStep;
        const double above = loss(x);
        value = kept - kStep;
        slopes.push_back((above - loss(x)) / (2 * kStep));
        value = kept;
    }
    double greatest = 0;
    for (const double slope : slopes)
        greatest = std::max(greatest, std::abs(slope));
    for (std::size_t i = 0; i < slopes.size(); ++i)
        ASSERT_NEAR(run.gradient[i], slopes[i], 1e-5 * greatest)
            << channels << " channels, " << pixels << " pixels, " << parts << " parts, feature " << i;
}

TEST(BRNPA_Gradient, LayoutDoesNotMatter) {
    std::mt19937 random(11);
    std::uniform_real_distribution<float> uniform(0, 1);
    for (const bool refine : {true, false})
        for (const Shape& shape : {Shape{1, 5, 7}, Shape{1, 64, 35}, Shape{1, 1, 4}}) {
            Shape last = shape;
            last.layout = brnpa_kernel::Layout::ChannelsLast;
            Options options;
            options.refine = refine;
            std::vector<float> x(shape.channels * shape.pixels), toVectors(3 * shape.channels),
                toMaps(3 * shape.pixels);
            for (auto* values : {&x, &toVectors, &toMaps})
                for (float& value : *values)
                    value = uniform(random);
            const auto y = channelsLast(x, shape);
            KernelPass a(x, shape, options), b(y, last, options);
            EXPECT_EQ(a.seeds, b.seeds);
            const auto near = [](const std::vector<float>& found, const std::vector<float>& expected) {
                ASSERT_EQ(found.size(), expected.size());
                for (std::size_t i = 0; i < found.size(); ++i)
                    ASSERT_NEAR(found[i], expected[i], 1e-5 * std::max(1.f, std::abs(expected[i]))) << i;
            };
            near(b.vectors, a.vectors);
            near(b.maps, a.maps);
            near(b.norms, a.norms);
            a.differentiate(x, shape, options, {toVectors.data(), toMaps.data(), nullptr});
            b.differentiate(y, last, options, {toVectors.data(), toMaps.data(), nullptr});
            near(b.gradient, channelsLast(a.gradient, shape));
        }
}

TEST(BRNPA_Gradient, IsTheSlopeInDoublePrecision) {
    std::mt19937 random(7);
    for (const bool refine : {true, false})
        for (const std::size_t channels : {1, 2, 5, 16})
            for (const std::size_t pixels : {1, 2, 6, 35})
                for (const std::size_t parts : {1, 2, 3})
                    if (parts <= pixels) expectSlope(channels, pixels, parts, refine, random);
}

TEST(BRNPA_Gradient, AbsentGradientsAreZeros) {
    const Shape shape{1, 3, 4};
    Options options;
    options.parts = 2;
    const std::vector<float> x{1, 2, 3, 4, 4, 3, 2, 1, 1, 1, 1, 2}, zeros(8);
    const std::vector<float> toVectors{1, -1, 2, 0.5f, 1, 0};
    KernelPass absent(x, shape, options), zero(x, shape, options);
    absent.differentiate(x, shape, options, {toVectors.data(), nullptr, nullptr});
    zero.differentiate(x, shape, options, {toVectors.data(), zeros.data(), zeros.data()});
    EXPECT_EQ(absent.gradient, zero.gradient);
    absent.differentiate(x, shape, options, {});
    EXPECT_EQ(absent.gradient, std::vector<float>(x.size(), 0.f));
}

// Uniform maps of an empty image: the vector's gradient is spread evenly, everything else is flat.
TEST(BRNPA_Gradient, OfAnEmptyImageIsFinite) {
    const Shape shape{1, 2, 4};
    Options options;
    options.parts = 3;
    const std::vector<float> x(8, 0.f), toVectors{1, 2, 1, 2, 1, 2}, toMaps(12, 5.f), toNorms(4, 7.f);
    KernelPass run(x, shape, options);
    run.differentiate(x, shape, options, {toVectors.data(), toMaps.data(), toNorms.data()});
    EXPECT_EQ(run.gradient, (std::vector<float>{0.75f, 0.75f, 0.75f, 0.75f, 1.5f, 1.5f, 1.5f, 1.5f}));
}

}  // namespace
}  // namespace opencv_test
