// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include <random>

#include "../expect_reference.hpp"
#include "../kernel_run.hpp"
#include "../random_features.hpp"
#include "emulated_run.hpp"

namespace opencv_test {
namespace {

using brnpa_cuda::Element;
using brnpa_kernel::Options;
using brnpa_kernel::Shape;

//! What is left of features in half precision.
std::vector<float> roundedToHalf(std::vector<float> x) {
    constexpr float kGreatest = 65504.f;
    Mat half;
    for (float& value : x)
        value = std::min(value, kGreatest);
    Mat(x).convertTo(half, CV_16F);
    half.convertTo(Mat(x), CV_32F);
    return x;
}

TEST(BRNPA_Cuda, HalfPrecisionOfTheEmulationIsThatOfOpenCV) {
    Mat all(1, 65536, CV_16F), floats;
    for (int i = 0; i < 65536; ++i)
        all.ptr<std::uint16_t>()[i] = static_cast<std::uint16_t>(i);
    all.convertTo(floats, CV_32F);
    for (int i = 0; i < 65536; ++i) {
        const float expected = floats.ptr<float>()[i], found = __half2float({static_cast<std::uint16_t>(i)});
        ASSERT_TRUE(found == expected || (std::isnan(found) && std::isnan(expected))) << i;
    }
}

#ifdef __SANITIZE_ADDRESS__
constexpr int kCases = 40;  // fibers are slow there
#else
constexpr int kCases = 270;
#endif

TEST(BRNPA_Cuda, AgreesWithDoublePrecisionOnHundredsOfShapes) {
    constexpr double kMostFloats = 20e3;  // of one case: an emulated thread is slow
    std::mt19937 random(20210605);
    int whole = 0, kept = 0, twice = 0, vectorized = 0;
    for (int i = 0; i < kCases; ++i) {
        const RandomCase drawn(i, kMostFloats, random);
        const Shape& shape = drawn.shape;
        const Options& options = drawn.options;
        Division division;
        division.kind = static_cast<Division::Kind>(between(0, Division::Kinds - 1, random));
        division.element = between(0, 1, random) ? Element::Half : Element::Float;
        division.threads = 64 << (between(0, 3, random) == 0 ? 3 : between(0, 1, random));
        division.offset = between(0, 3, random) == 0 ? 1 : 0;
        division.gap = between(0, 3, random) == 0 ? 1 : 8 * between(0, 1, random);
        SCOPED_TRACE(cv::format("case %d: content %d, %zu x %zu x %d x %d, %zu parts, division %d, %d threads", i,
                                static_cast<int>(drawn.content), shape.images, shape.channels, drawn.height,
                                drawn.width, options.parts, static_cast<int>(division.kind), division.threads));
        std::vector<float> x = features(drawn.content, shape, random);
        if (division.element == Element::Half) x = roundedToHalf(x);
        const EmulatedRun run(x, shape, options, division);
        expectAsReference(x, shape, options, run);
        if (testing::Test::HasFatalFailure()) return;
        whole += run.plan.wholeImage;
        kept += run.plan.kept;
        twice += !run.plan.wholeImage && !run.plan.kept;
        vectorized += run.plan.vector > 1;
    }
    for (const int count : {whole, kept, twice, vectorized, kCases - vectorized})
        EXPECT_GT(count, kCases / 10) << "a division of the work has hardly been tried";
}

TEST(BRNPA_Cuda, AgreesWithDoublePrecisionOnLargeShapes) {
    std::mt19937 random(7);
    for (const Shape& shape : {Shape{1, 2048, 24 * 8}, Shape{1, 3, 64 * 64}, Shape{2, 2048, 1}, Shape{1, 64, 2048}}) {
        Options options;
        options.parts = std::min<std::size_t>(2, shape.pixels);
        Division division;
        division.threads = brnpa_cuda::kMaxThreads;
        division.kind = Division::KeptTiles;
        const std::vector<float> x = features(Content::Sparse, shape, random);
        expectAsReference(x, shape, options, EmulatedRun(x, shape, options, division));
    }
}

//! All divisions of the work, for tests of one small case.
std::vector<Division> divisions() {
    std::vector<Division> all;
    for (int kind = 0; kind < Division::Kinds; ++kind)
        for (const std::size_t gap : {0, 1, 4})
            for (const int columns : {0, 2}) {
                Division division;
                division.kind = static_cast<Division::Kind>(kind);
                division.gap = gap;
                division.columns = columns;
                all.push_back(division);
            }
    return all;
}

//! Where nothing is rounded differently the seeds are the processor's: the first of equal pixels.
TEST(BRNPA_Cuda, TheFirstOfEqualPixelsIsTheSeed) {
    constexpr std::size_t C = 5;
    Options options;
    options.parts = 1;
    for (const std::size_t P : {1u, 2u, 7u, 8u, 9u, 63u, 64u, 1000u})
        for (const Division& division : divisions()) {
            const EmulatedRun equal(std::vector<float>(C * P, 0.7f), Shape{1, C, P}, options, division);
            EXPECT_EQ(equal.seeds[0], 0) << P << " pixels";
            for (const std::size_t first : {P / 3, P - 1}) {
                std::vector<float> x(C * P, 0.7f);
                for (std::size_t i = first; i < P; i += 2)
                    x[i] = 0.9f;
                const EmulatedRun run(x, Shape{1, C, P}, options, division);
                EXPECT_EQ(static_cast<std::size_t>(run.seeds[0]), first) << P << " pixels";
            }
        }
}

//! Features with few bits: every sum of their products is exact, so all roundings are those of the processor's kernel.
TEST(BRNPA_Cuda, SeedsAndNormsAreThoseOfTheProcessorWhereSumsAreExact) {
    std::mt19937 random(23);
    const Shape shape{3, 12, 44};
    for (const auto activation : {brnpa_kernel::Activation::Norm, brnpa_kernel::Activation::SquaredNorm}) {
        std::vector<float> x(3 * 12 * 44);
        for (float& value : x)
            value = static_cast<float>(random() % 4);
        Options options;
        options.parts = 1;
        options.activation = activation;
        const KernelRun expected(x, shape, options);
        for (const Division& division : divisions()) {
            const EmulatedRun run(x, shape, options, division);
            EXPECT_EQ(run.seeds, expected.seeds);
            EXPECT_EQ(run.norms, expected.norms);
        }
    }
}

TEST(BRNPA_Cuda, AllZeroIsUniformAndZero) {
    for (const bool refine : {true, false})
        for (const auto suppression : {brnpa_kernel::Suppression::Similarity, brnpa_kernel::Suppression::Weight})
            for (const Division& division : divisions()) {
                Options options;
                options.refine = refine;
                options.suppression = suppression;
                const EmulatedRun run(std::vector<float>(2 * 4 * 6, 0.f), Shape{2, 4, 6}, options, division);
                for (const float w : run.maps)
                    EXPECT_FLOAT_EQ(w, 1.f / 6);
                for (const float v : run.vectors)
                    EXPECT_EQ(v, 0.f);
                for (const float n : run.norms)
                    EXPECT_EQ(n, options.epsilon);
                for (const float sum : run.sums)
                    EXPECT_EQ(sum, 0.f);
            }
}

//! Opposite pixels, so long that epsilon is lost: s is -1 and 1, and its sum exactly 0.
TEST(BRNPA_Cuda, SimilaritiesThatCancelGiveTheMean) {
    Options options;
    options.parts = 1;
    for (const Division& division : divisions()) {
        const EmulatedRun run({1048576.f, -2097152.f}, Shape{1, 1, 2}, options, division);
        EXPECT_EQ(run.seeds[0], 1);
        EXPECT_EQ(run.maps, (std::vector<float>{0.5f, 0.5f}));
        EXPECT_EQ(run.vectors, (std::vector<float>{-524288.f}));
    }
}

TEST(BRNPA_Cuda, RandomSeedsAreThoseOfTheProcessor) {
    std::mt19937 random(17);
    const Shape shape{4, 8, 100};
    const std::vector<float> x = features(Content::Positive, shape, random);
    Options options;
    options.seeds = brnpa_kernel::Seeds::Random;
    for (const Division& division : divisions()) {
        ++options.randomSeed;
        EXPECT_EQ(EmulatedRun(x, shape, options, division).seeds, KernelRun(x, shape, options).seeds);
    }
}

TEST(BRNPA_Cuda, NotANumberStaysInItsImage) {
    const float infinity = std::numeric_limits<float>::infinity();
    std::mt19937 random(11);
    const Shape shape{3, 17, 44}, one{1, 17, 44};
    const std::size_t size = one.channels * one.pixels;
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity, 3e38f})
        for (const bool refine : {true, false})
            for (const Division& division : divisions()) {
                std::vector<float> x = features(Content::Positive, shape, random);
                x[size + random() % size] = bad;
                Options options;
                options.refine = refine;
                const EmulatedRun run(x, shape, options, division);
                for (std::size_t i = 0; i < run.vectors.size(); ++i)
                    ASSERT_EQ(std::isnan(run.vectors[i]), i / (3 * one.channels) == 1) << bad << " vector " << i;
                for (std::size_t i = 0; i < run.maps.size(); ++i)
                    ASSERT_EQ(std::isnan(run.maps[i]), i / (3 * one.pixels) == 1) << bad << " map " << i;
                for (std::size_t k = 3; k < 6; ++k) {
                    EXPECT_EQ(run.seeds[k], 0);
                    EXPECT_EQ(run.sums[k], 0.f);
                }
            }
}

//! Squared norms beyond float are infinite activities, and 0 times infinity is not a number: nothing may hang or point
//! outside of the image, and the seeds are the processor's.
TEST(BRNPA_Cuda, InfiniteActivityFindsTheProcessorsSeeds) {
    for (const std::size_t longest : {0u, 3u, 5u}) {
        std::vector<float> x(6, 1e19f);
        x[longest] = 4e18f;
        Options options;
        options.activation = brnpa_kernel::Activation::SquaredNorm;
        for (const auto suppression : {brnpa_kernel::Suppression::Similarity, brnpa_kernel::Suppression::Weight}) {
            options.suppression = suppression;
            const Shape shape{1, 1, 6};
            for (const Division& division : divisions())
                EXPECT_EQ(EmulatedRun(x, shape, options, division).seeds, KernelRun(x, shape, options).seeds);
        }
    }
}

}  // namespace
}  // namespace opencv_test
#endif
