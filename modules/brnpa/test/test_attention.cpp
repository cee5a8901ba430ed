// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "kernel_run.hpp"
#include "reference.hpp"
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

std::vector<int> shapeOf(const Mat& m) {
    return std::vector<int>(m.size.p, m.size.p + m.dims);
}

bool sameBits(const Mat& a, const Mat& b) {
    return shapeOf(a) == shapeOf(b) && std::equal(a.ptr<float>(), a.ptr<float>() + a.total(), b.ptr<float>());
}

//! Sets the number of threads for one test.
struct Threads {
    explicit Threads(int count) : before(cv::getNumThreads()) { cv::setNumThreads(count); }
    ~Threads() { cv::setNumThreads(before); }
    int before;
};

TEST(BRNPA_Attention, AgreesWithDoublePrecision) {
    RNG rng(1);
    const int N = 3, C = 12, H = 7, W = 5, P = H * W;
    const Mat features = randomMat({N, C, H, W}, rng);
    AttentionParams params;
    params.numParts = 4;
    params.epsilon = 1e-3f;
    Mat vectors, maps, norms;
    representativeVectors(features, vectors, maps, norms, params);
    ASSERT_EQ(shapeOf(vectors), (std::vector<int>{N, 4 * C}));
    ASSERT_EQ(shapeOf(maps), (std::vector<int>{N, 4, H, W}));
    ASSERT_EQ(shapeOf(norms), (std::vector<int>{N, 1, H, W}));
    for (int n = 0; n < N; ++n) {
        Reference reference(features.ptr<float>(n), C, P);
        reference.epsilon = params.epsilon;
        reference.start();
        for (int i = 0; i < P; ++i)
            EXPECT_NEAR(norms.ptr<float>(n)[i], reference.norms[i], 1e-6);
        for (int k = 0; k < 4; ++k) {
            const Reference::Part part = reference.next();
            for (int i = 0; i < P; ++i)
                EXPECT_NEAR(maps.ptr<float>(n, k)[i], part.map[i], 1e-6);
            for (int c = 0; c < C; ++c)
                EXPECT_NEAR(vectors.at<float>(n, k * C + c), part.vector[c], 1e-5);
        }
    }
}

//! Every option reaches the kernel.
TEST(BRNPA_Attention, OptionsAreThoseOfTheKernel) {
    RNG rng(2);
    const Mat features = randomMat({2, 6, 5, 4}, rng);
    const std::vector<float> x(features.ptr<float>(), features.ptr<float>() + features.total());
    AttentionParams defaults, weight, squared, seed, random, otherRandom;
    weight.suppression = SUPPRESS_BY_WEIGHT;
    squared.activation = ACTIVATION_SQUARED_NORM;
    seed.refine = false;
    random.seeds = otherRandom.seeds = SEEDS_RANDOM;
    otherRandom.randomSeed = -5;
    std::vector<Mat> all;
    for (const AttentionParams& params : {defaults, weight, squared, seed, random, otherRandom}) {
        brnpa_kernel::Options options;
        if (params.suppression == SUPPRESS_BY_WEIGHT) options.suppression = brnpa_kernel::Suppression::Weight;
        if (params.activation == ACTIVATION_SQUARED_NORM) options.activation = brnpa_kernel::Activation::SquaredNorm;
        options.refine = params.refine;
        if (params.seeds == SEEDS_RANDOM) options.seeds = brnpa_kernel::Seeds::Random;
        options.randomSeed = static_cast<std::uint32_t>(params.randomSeed);
        const KernelRun run(x, {2, 6, 20}, options);
        Mat vectors, maps, norms;
        representativeVectors(features, vectors, maps, norms, params);
        EXPECT_TRUE(std::equal(run.vectors.begin(), run.vectors.end(), vectors.ptr<float>()));
        EXPECT_TRUE(std::equal(run.maps.begin(), run.maps.end(), maps.ptr<float>()));
        EXPECT_TRUE(std::equal(run.norms.begin(), run.norms.end(), norms.ptr<float>()));
        all.push_back(vectors);
    }
    for (size_t i : {1, 3, 4, 5})
        EXPECT_FALSE(sameBits(all[0], all[i])) << "option " << i << " has no effect";
}

TEST(BRNPA_Attention, ThreadsDoNotChangeABit) {
    RNG rng(3);
    for (const auto& sizes : std::vector<std::vector<int>>{{1, 2048, 24, 8}, {1, 96, 64, 64}, {5, 40, 9, 9}}) {
        const Mat features = randomMat(sizes, rng);
        Mat expected[3];
        {
            const Threads one(1);
            representativeVectors(features, expected[0], expected[1], expected[2]);
        }
        for (const int count : {2, 3, 8}) {
            const Threads threads(count);
            Mat found[3];
            representativeVectors(features, found[0], found[1], found[2]);
            for (int i = 0; i < 3; ++i)
                EXPECT_TRUE(sameBits(found[i], expected[i])) << count << " threads";
        }
    }
}

TEST(BRNPA_Attention, OneImageMayHaveThreeDimensions) {
    RNG rng(4);
    const Mat features = randomMat({1, 8, 6, 4}, rng);
    Mat expected[3], found[3];
    representativeVectors(features, expected[0], expected[1], expected[2]);
    representativeVectors(features.reshape(1, std::vector<int>{8, 6, 4}), found[0], found[1], found[2]);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(sameBits(found[i], expected[i]));
}

TEST(BRNPA_Attention, FeaturesMayHaveGapsAndBeOverwritten) {
    RNG rng(5);
    const Mat wide = randomMat({2, 4, 6, 8}, rng);
    const Mat view = wide({Range::all(), Range::all(), Range::all(), Range(1, 6)});
    Mat expected[3], found[3];
    representativeVectors(view.clone(), expected[0], expected[1], expected[2]);
    representativeVectors(view, found[0], found[1], found[2]);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(sameBits(found[i], expected[i]));

    // One channel: the norms have the shape of the features, so they may be written over them.
    Mat one = randomMat({2, 1, 6, 8}, rng);
    representativeVectors(one.clone(), expected[0], expected[1], expected[2]);
    representativeVectors(one, found[0], found[1], one);
    EXPECT_TRUE(sameBits(found[0], expected[0]));
    EXPECT_TRUE(sameBits(found[1], expected[1]));
    EXPECT_TRUE(sameBits(one, expected[2]));
}

//! Every half is a float: nothing else may change.
TEST(BRNPA_Attention, FeaturesMayBeHalves) {
    RNG rng(8);
    for (const auto& sizes : std::vector<std::vector<int>>{{3, 20, 7, 5}, {1, 200, 40, 40}}) {
        Mat halves, floats, expected[3], found[3];
        randomMat(sizes, rng).convertTo(halves, CV_16F);
        halves.convertTo(floats, CV_32F);
        representativeVectors(floats, expected[0], expected[1], expected[2]);
        representativeVectors(halves, found[0], found[1], found[2]);
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(found[i].type(), CV_32FC1);
            EXPECT_TRUE(sameBits(found[i], expected[i])) << "output " << i;
        }
    }
}

#ifdef CV_16BF
TEST(BRNPA_Attention, FeaturesMayBeBFloat16) {
    RNG rng(9);
    Mat brief, floats, expected[3], found[3];
    randomMat({3, 20, 7, 5}, rng).convertTo(brief, CV_16BF);
    brief.convertTo(floats, CV_32F);
    representativeVectors(floats, expected[0], expected[1], expected[2]);
    representativeVectors(brief, found[0], found[1], found[2]);
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(sameBits(found[i], expected[i])) << "output " << i;
}
#endif

TEST(BRNPA_Attention, OutputsMayBeLeftOut) {
    RNG rng(6);
    const Mat features = randomMat({1, 8, 6, 4}, rng);
    Mat vectors, maps, norms, alone;
    representativeVectors(features, vectors, maps, norms);
    representativeVectors(features, noArray(), alone, noArray());
    EXPECT_TRUE(sameBits(alone, maps));
}

TEST(BRNPA_Attention, ErrorsNameTheValue) {
    RNG rng(7);
    const Mat good = randomMat({1, 4, 3, 2}, rng);
    Mat v, m, n;
    const auto run = [&](const Mat& features, const AttentionParams& params = AttentionParams()) {
        return [&v, &m, &n, features, params] { representativeVectors(features, v, m, n, params); };
    };
    const auto with = [](const std::function<void(AttentionParams&)>& change) {
        AttentionParams params;
        change(params);
        return params;
    };
    expectError(run(Mat()), "features are empty");
    expectError(run(Mat(3, 3, CV_32F, Scalar(1))), "2 dimensions");
    Mat integers;
    good.convertTo(integers, CV_32S);
    expectError(run(integers), "CV_32SC1");
    expectError(run(good, with([](AttentionParams& p) { p.numParts = 0; })), "num_parts is 0");
    expectError(run(good, with([](AttentionParams& p) { p.numParts = 7; })), "num_parts is 7, more than the 3 x 2 = 6");
    expectError(run(good, with([](AttentionParams& p) { p.epsilon = -0.5f; })), "epsilon is -0.5");
    expectError(run(good, with([](AttentionParams& p) { p.epsilon = std::nanf(""); })), "epsilon is nan");
    expectError(run(good, with([](AttentionParams& p) { p.suppression = 2; })), "suppression is 2");
    expectError(run(good, with([](AttentionParams& p) { p.activation = -1; })), "activation is -1");
    expectError(run(good, with([](AttentionParams& p) { p.seeds = 9; })), "seeds is 9");
}

}  // namespace
}  // namespace opencv_test
