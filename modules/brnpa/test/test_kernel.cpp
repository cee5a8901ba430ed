// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <random>
#include <thread>

#include "expect_reference.hpp"
#include "kernel_run.hpp"
#include "random_features.hpp"
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::Options;
using brnpa_kernel::Shape;

TEST(BRNPA_Kernel, AgreesWithDoublePrecisionOnHundredsOfShapes) {
    constexpr int kCases = 400;
    constexpr double kMostFloats = 150e3;  // of one case, for the patience of a sanitizer build
    std::mt19937 random(20210605);
    for (int i = 0; i < kCases; ++i) {
        const RandomCase drawn(i, kMostFloats, random);
        const Shape& shape = drawn.shape;
        const Options& options = drawn.options;
        SCOPED_TRACE(drawn.name(i));
        const std::vector<float> x = features(drawn.content, shape, random);
        expectAsReference(x, shape, options, KernelRun(x, shape, options));
        if (testing::Test::HasFatalFailure()) return;
    }
}

TEST(BRNPA_Kernel, AgreesWithDoublePrecisionOnTheLargestShapes) {
    std::mt19937 random(7);
    for (const Shape& shape :
         {Shape{1, 2048, 24 * 8}, Shape{1, 512, 64 * 32}, Shape{1, 3, 64 * 64}, Shape{2, 2048, 1}}) {
        Options options;
        options.parts = std::min<std::size_t>(3, shape.pixels);
        const std::vector<float> x = features(Content::Sparse, shape, random);
        expectAsReference(x, shape, options, KernelRun(x, shape, options));
    }
}

//! 1 x 4 pixels of 3 clusters along different axes; the second pixel is the longest of its cluster.
const std::vector<float> kPlanted = {3.f, 4.f, 0.f, 0.f,  //
                                     0.f, 0.f, 2.f, 0.f,  //
                                     0.f, 0.f, 0.f, 1.f};

TEST(BRNPA_Kernel, FindsThePlantedParts) {
    const KernelRun run(kPlanted, Shape{1, 3, 4}, Options());
    EXPECT_EQ(run.seeds, (std::vector<std::int32_t>{1, 2, 3}));
    const float expectedMaps[] = {0.5f, 0.5f, 0.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 0.f, 1.f};
    const float expectedVectors[] = {3.5f, 0.f, 0.f, 0.f, 2.f, 0.f, 0.f, 0.f, 1.f};
    for (std::size_t i = 0; i < run.maps.size(); ++i)
        EXPECT_NEAR(run.maps[i], expectedMaps[i], 1e-5) << i;
    for (std::size_t i = 0; i < run.vectors.size(); ++i)
        EXPECT_NEAR(run.vectors[i], expectedVectors[i], 1e-4) << i;
}

//! Three directions with noise, scattered over a real map: pixel i belongs to cluster i % 3.
TEST(BRNPA_Kernel, FindsThreeNoisyClustersAndTheLiteralRuleFindsOnePixelThreeTimes) {
    const Shape shape{1, 24, 16 * 8};
    std::mt19937 random(3);
    std::uniform_real_distribution<float> noise(0.f, 0.02f), length(0.8f, 1.f);
    std::vector<float> x(shape.channels * shape.pixels);
    for (std::size_t i = 0; i < shape.pixels; ++i) {
        const float scale = length(random) * static_cast<float>(4 - i % 3);  // cluster 0 is the most active
        for (std::size_t c = 0; c < shape.channels; ++c)
            x[c * shape.pixels + i] = scale * ((c / 8 == i % 3 ? 1.f : 0.f) + noise(random));
    }
    Options options;
    const KernelRun parts(x, shape, options);
    for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_EQ(static_cast<std::size_t>(parts.seeds[k]) % 3, k);
        double inside = 0;
        for (std::size_t i = k; i < shape.pixels; i += 3)
            inside += parts.maps[k * shape.pixels + i];
        EXPECT_GT(inside, 0.9) << "map " << k << " is spread over other clusters";
    }
    options.suppression = brnpa_kernel::Suppression::Weight;
    const KernelRun literal(x, shape, options);
    EXPECT_EQ(literal.seeds[1], literal.seeds[0]);
    EXPECT_EQ(literal.seeds[2], literal.seeds[0]);
}

TEST(BRNPA_Kernel, TheFirstOfEqualPixelsIsTheSeed) {
    constexpr std::size_t C = 5;
    Options options;
    options.parts = 1;
    for (const std::size_t P : {1u, 2u, 7u, 8u, 9u, 63u, 1000u, 4096u}) {
        const KernelRun equal(std::vector<float>(C * P, 0.7f), Shape{1, C, P}, options);
        EXPECT_EQ(equal.seeds[0], 0) << P << " pixels";
        for (const std::size_t first : {P / 3, P - 1}) {
            std::vector<float> x(C * P, 0.7f);
            for (std::size_t i = first; i < P; i += 2)
                x[i] = 0.9f;
            const KernelRun run(x, Shape{1, C, P}, options);
            EXPECT_EQ(static_cast<std::size_t>(run.seeds[0]), first) << P << " pixels";
        }
    }
}

TEST(BRNPA_Kernel, AllZeroIsUniformAndZero) {
    const Shape shape{2, 4, 6};
    for (const bool refine : {true, false}) {
        Options options;
        options.refine = refine;
        const KernelRun run(std::vector<float>(2 * 4 * 6, 0.f), shape, options);
        for (const float w : run.maps)
            EXPECT_FLOAT_EQ(w, 1.f / 6);
        for (const float v : run.vectors)
            EXPECT_EQ(v, 0.f);
        for (const float n : run.norms)
            EXPECT_EQ(n, options.epsilon);
    }
}

//! Opposite pixels, so long that epsilon is lost: s is -1 and 1, and its sum exactly 0.
TEST(BRNPA_Kernel, SimilaritiesThatCancelGiveTheMean) {
    Options options;
    options.parts = 1;
    const KernelRun run(std::vector<float>{1048576.f, -2097152.f}, Shape{1, 1, 2}, options);
    EXPECT_EQ(run.seeds[0], 1);
    EXPECT_EQ(run.maps, (std::vector<float>{0.5f, 0.5f}));
    EXPECT_EQ(run.vectors, (std::vector<float>{-524288.f}));
}

//! Threads of its own, all at once, and one more that comes when the others are done.
struct OnThreads {
    std::size_t count;
    template <class Work>
    void operator()(std::size_t begin, std::size_t end, const Work& work) const {
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < count; ++i)
            threads.emplace_back([&] { work(begin, end); });
        for (std::thread& thread : threads)
            thread.join();
        work(begin, end);
    }
};

TEST(BRNPA_Kernel, TheDivisionOfTheWorkDoesNotChangeABit) {
    std::mt19937 random(13);
    const auto last = brnpa_kernel::Layout::ChannelsLast;
    // One image, a batch of small ones, and of some that are divided themselves.
    for (const Shape& shape : {Shape{1, 256, 2048}, Shape{1, 2000, 193}, Shape{1, 390, 1111, last}, Shape{5, 31, 77},
                               Shape{2, 1027, 2049}}) {
        const std::vector<float> x = features(Content::Sparse, shape, random);
        const KernelRun whole(x, shape, Options());
        for (const std::size_t threads : {2u, 3u, 8u}) {
            const KernelRun divided(x, shape, Options(), OnThreads{threads});
            EXPECT_EQ(divided.vectors, whole.vectors);
            EXPECT_EQ(divided.maps, whole.maps);
            EXPECT_EQ(divided.norms, whole.norms);
        }
    }
}

//! An image is the same alone, where threads share it, and in a batch, where each has its own.
TEST(BRNPA_Kernel, TheBatchDoesNotChangeABit) {
    std::mt19937 random(14);
    for (const auto layout : {brnpa_kernel::Layout::ChannelsFirst, brnpa_kernel::Layout::ChannelsLast}) {
        const Shape batch{2, 300, 1000, layout}, one{1, 300, 1000, layout};
        const std::vector<float> x = features(Content::Sparse, batch, random);
        const KernelRun both(x, batch, Options());
        const KernelRun first(std::vector<float>(x.begin(), x.begin() + 300 * 1000), one, Options(), OnThreads{2});
        EXPECT_TRUE(std::equal(first.vectors.begin(), first.vectors.end(), both.vectors.begin()));
        EXPECT_TRUE(std::equal(first.maps.begin(), first.maps.end(), both.maps.begin()));
    }
}

TEST(BRNPA_Kernel, RandomSeedsAreReproducibleAndDiffer) {
    std::mt19937 random(17);
    const Shape shape{4, 8, 100};
    const std::vector<float> x = features(Content::Positive, shape, random);
    Options options;
    options.seeds = brnpa_kernel::Seeds::Random;
    std::vector<std::int32_t> first;
    for (std::uint32_t seed = 0; seed < 8; ++seed) {
        options.randomSeed = seed;
        const KernelRun run(x, shape, options);
        EXPECT_EQ(run.seeds, KernelRun(x, shape, options).seeds);
        first.insert(first.end(), {run.seeds[0], run.seeds[3], run.seeds[6], run.seeds[9]});
    }
    std::sort(first.begin(), first.end());
    EXPECT_GT(std::unique(first.begin(), first.end()) - first.begin(), 16) << "of 32 draws from 100 pixels";
}

}  // namespace
}  // namespace opencv_test
