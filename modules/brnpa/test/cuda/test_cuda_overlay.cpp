// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include "../test_precomp.hpp"
#include "emulated_overlay.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

constexpr float kStepOfScale = 6 / 255.f;  // of plasma, for a value that is rounded to the neighboring color

//! Every combination of the options.
std::vector<OverlayParams> allParams() {
    std::vector<OverlayParams> all(4);
    for (int i = 0; i < 4; ++i) {
        all[i].normalization = i % 2 ? NORMALIZE_PER_MAP : NORMALIZE_JOINT;
        all[i].interpolation = i / 2 ? UPSAMPLE_NEAREST : UPSAMPLE_LINEAR;
    }
    return all;
}

void expectNear(const Mat& found, const Mat& expected, double tolerance) {
    ASSERT_EQ(found.size(), expected.size());
    ASSERT_EQ(found.type(), expected.type());
    EXPECT_LE(cv::norm(found, expected, NORM_INF), tolerance);
}

TEST(BRNPA_CudaOverlay, ColorsAreThoseOfTheProcessor) {
    RNG rng(1);
    for (const OverlayParams& params : allParams())
        for (int parts = 1; parts <= 6; ++parts)
            for (const Size size : {Size(8, 6), Size(33, 50), Size(5, 3), Size(96, 7)}) {
                const Mat maps = randomMat({parts, 6, 8}, rng, -1, 1), norms = randomMat({6, 8}, rng, 0, 10);
                for (const Mat& factor : {Mat(), norms}) {
                    Mat expected;
                    AttentionOverlay(params).colors(maps, factor, expected, size);
                    expectNear(EmulatedOverlay(params).colors(maps, factor, size), expected,
                               parts == 1 ? kStepOfScale : 1e-5);
                }
            }
}

TEST(BRNPA_CudaOverlay, BlendsAreThoseOfTheProcessorAlsoInPlaceOnARegion) {
    RNG rng(2);
    for (const OverlayParams& params : allParams())
        for (const int parts : {1, 2, 3, 5})
            for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4}) {
                Mat frame(40, 50, type);
                rng.fill(frame, RNG::UNIFORM, 0, 256);
                const Mat maps = randomMat({parts, 8, 4}, rng), norms = randomMat({8, 4}, rng);
                Mat region = frame(Rect(7, 4, 21, 33)), expected;
                AttentionOverlay(params).apply(region, maps, norms, expected);
                Mat found(region.size(), expected.type());
                EmulatedOverlay(params).apply(region, maps, norms, found);
                const double tolerance = parts == 1 ? kStepOfScale * 255 : 1;
                expectNear(found, expected, tolerance);
                if (type == CV_8UC1) continue;
                const Mat before = frame.clone();
                EmulatedOverlay(params).apply(region, maps, norms, region);
                expectNear(region, expected, tolerance);
                before(Rect(7, 4, 21, 33)).copyTo(region);
                EXPECT_EQ(cv::norm(frame, before, NORM_INF), 0) << "pixels outside of the region changed";
            }
}

//! 0.8 * 255 = 204 of color at most, 0.2 of the mean of B, G and R, rounded; as in the test of the processor's.
TEST(BRNPA_CudaOverlay, BlendByHand) {
    float values[] = {0.f, 1.f, 0.5f, 0.5f, 1.f, 0.f};
    const int sizes[] = {3, 1, 2};
    const Mat maps(3, sizes, CV_32F, values);
    Mat image(1, 2, CV_8UC3), blended(1, 2, CV_8UC3);
    image.at<Vec3b>(0, 0) = {30, 60, 90};
    image.at<Vec3b>(0, 1) = {8, 8, 8};
    EmulatedOverlay(OverlayParams()).apply(image, maps, Mat(), blended);
    EXPECT_EQ(blended.at<Vec3b>(0, 0), Vec3b(216, 114, 12));
    EXPECT_EQ(blended.at<Vec3b>(0, 1), Vec3b(2, 104, 206));
}

TEST(BRNPA_CudaOverlay, FlatMapsAreBlackAndNothingIsEverNaN) {
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    for (const OverlayParams& params : allParams())
        for (int parts = 1; parts <= 5; ++parts) {
            const int sizes[] = {parts, 2, 2};
            for (const float value : {0.f, -3.f, 3e38f, nan, infinity})
                EXPECT_EQ(cv::norm(EmulatedOverlay(params).colors(Mat(3, sizes, CV_32F, Scalar(value)), Mat(), {5, 7}),
                                   NORM_INF),
                          0)
                    << parts << " maps of " << value;
            Mat mixed(3, sizes, CV_32F, Scalar(0.5));
            const float extremes[] = {nan, -infinity, 3e38f, -3e38f};
            std::copy_n(extremes, 4, mixed.ptr<float>());
            Mat expected;
            AttentionOverlay(params).colors(mixed, noArray(), expected, Size(5, 7));
            expectNear(EmulatedOverlay(params).colors(mixed, Mat(), {5, 7}), expected,
                       parts == 1 ? kStepOfScale : 1e-5);
        }
}

}  // namespace
}  // namespace opencv_test
#endif
