// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

//! Map 1 has one hot pixel of 4: mean 1/4. Map 2 times norms / 4 is 0.5, 1, 2, 2; over its maximum 1/4, 1/2, 1, 1: mean
//! 11/16.
TEST(BRNPA_Sparsity, WorkedExample) {
    const int sizes[] = {2, 2, 2};
    float values[] = {0.f, 3.f, 0.f, 0.f, 2.f, 2.f, 2.f, 2.f};
    float norms[] = {1.f, 2.f, 4.f, 4.f};
    const Mat maps(3, sizes, CV_32F, values), n(2, 2, CV_32F, norms);
    EXPECT_DOUBLE_EQ(sparsity(maps, n), (1 / 4. + 11 / 16.) / 2);
    EXPECT_DOUBLE_EQ(reciprocalSparsity(maps, n), 32 / 15.);
    EXPECT_DOUBLE_EQ(sparsity(maps, Mat::ones(2, 2, CV_32F)), (1 / 4. + 1) / 2);
}

TEST(BRNPA_Sparsity, AgreesWithTheFormula) {
    RNG rng(1);
    for (int round = 0; round < 20; ++round) {
        const int K = rng.uniform(1, 6), H = rng.uniform(1, 20), W = rng.uniform(1, 20);
        const Mat maps = randomMat({1, K, H, W}, rng), norms = randomMat({1, 1, H, W}, rng, 0.1, 5);
        double greatestNorm = 0, total = 0;
        for (int i = 0; i < H * W; ++i)
            greatestNorm = std::max<double>(greatestNorm, norms.ptr<float>()[i]);
        for (int k = 0; k < K; ++k) {
            std::vector<double> weighted;
            for (int i = 0; i < H * W; ++i)
                weighted.push_back(maps.ptr<float>(0, k)[i] * (norms.ptr<float>()[i] / greatestNorm));
            const double greatest = *std::max_element(weighted.begin(), weighted.end());
            for (const double value : weighted)
                total += value / greatest;
        }
        EXPECT_NEAR(sparsity(maps, norms), total / (K * H * W), 1e-12);
    }
}

TEST(BRNPA_Sparsity, ZeroMapsCountAsZero) {
    const int sizes[] = {3, 2, 2};
    const Mat norms = Mat::ones(2, 2, CV_32F);
    Mat maps = Mat::zeros(3, sizes, CV_32F);
    EXPECT_EQ(sparsity(maps, norms), 0);
    EXPECT_TRUE(cvIsInf(reciprocalSparsity(maps, norms)));
    maps.ptr<float>(1)[2] = 5.f;
    EXPECT_DOUBLE_EQ(sparsity(maps, norms), 1 / 12.);
}

//! As Python's bindings hand over an array of three dimensions.
TEST(BRNPA_Sparsity, TheLastDimensionMayBeChannels) {
    RNG rng(2);
    const Mat maps = randomMat({3, 5, 4}, rng), norms = randomMat({1, 5, 4}, rng);
    const Mat folded(3, 5, CV_32FC4, maps.data), foldedNorms(1, 5, CV_32FC4, norms.data);
    EXPECT_EQ(sparsity(folded, foldedNorms), sparsity(maps, norms));
}

TEST(BRNPA_Sparsity, NaNIsNotHidden) {
    const int sizes[] = {1, 2, 2};
    Mat maps(3, sizes, CV_32F, Scalar(1));
    maps.ptr<float>()[3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(cvIsNaN(sparsity(maps, Mat::ones(2, 2, CV_32F))));
}

TEST(BRNPA_Sparsity, ErrorsNameTheValue) {
    const int sizes[] = {2, 3, 4};
    const Mat maps(3, sizes, CV_32F, Scalar(1));
    expectError([&] { sparsity(maps, noArray()); }, "norms are empty");
    expectError([&] { sparsity(Mat(), Mat::ones(3, 4, CV_32F)); }, "maps are empty");
    expectError([&] { sparsity(maps, Mat::ones(4, 3, CV_32F)); }, "norms are 4 x 3, must be H x W as the maps, 3 x 4");
}

}  // namespace
}  // namespace opencv_test
