// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

Mat mapsOf(int parts, int height, int width, std::vector<float> values) {
    const int sizes[] = {parts, height, width};
    return Mat(3, sizes, CV_32F, values.data()).clone();
}

AttentionOverlay overlayWith(int normalization, int interpolation = UPSAMPLE_LINEAR) {
    OverlayParams params;
    params.normalization = normalization;
    params.interpolation = interpolation;
    return AttentionOverlay(params);
}

void expectColor(const Mat& colors, int x, const Vec3f& bgr, double tolerance = 1e-6) {
    for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(colors.at<Vec3f>(0, x)[c], bgr[c], tolerance) << "pixel " << x << " channel " << c;
}

void expectNumbersInUnitRange(const Mat& colors) {
    for (const Vec3f& color : Mat_<Vec3f>(colors))
        for (int c = 0; c < 3; ++c)
            EXPECT_TRUE(color[c] >= 0 && color[c] <= 1) << color;
}

const Mat kThreeMaps = mapsOf(3, 1, 2, {0.f, 1.f, 0.5f, 0.5f, 1.f, 0.f});

TEST(BRNPA_Overlay, MapsAreRedGreenBlue) {
    Mat colors;
    overlayWith(NORMALIZE_JOINT).colors(kThreeMaps, noArray(), colors);
    ASSERT_EQ(colors.size(), Size(2, 1));
    ASSERT_EQ(colors.type(), CV_32FC3);
    expectColor(colors, 0, {1.f, 0.5f, 0.f});
    expectColor(colors, 1, {0.f, 0.5f, 1.f});

    overlayWith(NORMALIZE_JOINT).colors(mapsOf(2, 1, 2, {0.f, 4.f, 2.f, 1.f}), noArray(), colors);
    expectColor(colors, 0, {0.f, 0.5f, 0.f});
    expectColor(colors, 1, {0.f, 0.25f, 1.f});
}

TEST(BRNPA_Overlay, PerMapStretchesEachMapAndAFlatOneIsBlack) {
    Mat colors;
    overlayWith(NORMALIZE_PER_MAP)
        .colors(mapsOf(3, 1, 3, {1.f, 2.f, 3.f, 10.f, 30.f, 20.f, 7.f, 7.f, 7.f}), noArray(), colors);
    expectColor(colors, 0, {0.f, 0.f, 0.f});
    expectColor(colors, 1, {0.f, 1.f, 0.5f});
    expectColor(colors, 2, {0.f, 0.5f, 1.f});
}

//! Products are 2, 1 | 0, 4; jointly 0.5, 0.25 | 0, 1.
TEST(BRNPA_Overlay, MapsAreMultipliedByNormsOfAnyOfTheThreeShapes) {
    const Mat maps = mapsOf(2, 1, 2, {1.f, 0.25f, 0.f, 1.f});
    const float values[] = {2.f, 4.f};
    const Mat flat(1, 2, CV_32F, const_cast<float*>(values));
    for (const auto& shape : std::vector<std::vector<int>>{{1, 2}, {1, 1, 2}, {1, 1, 1, 2}}) {
        Mat colors;
        overlayWith(NORMALIZE_JOINT).colors(maps, flat.reshape(1, shape), colors);
        expectColor(colors, 0, {0.f, 0.f, 0.5f});
        expectColor(colors, 1, {0.f, 1.f, 0.25f});
    }
}

//! The ends and the middle of matplotlib's plasma as published: 0d0887, cc4778, f0f921.
TEST(BRNPA_Overlay, OneMapIsOnTheScalePlasma) {
    Mat colors;
    overlayWith(NORMALIZE_JOINT).colors(mapsOf(1, 1, 3, {-1.f, 0.f, 1.f}), noArray(), colors);
    const double step = 4 / 255.;  // OpenCV's table is an approximation of the published one
    expectColor(colors, 0, Vec3f(0x87, 0x08, 0x0d) / 255, step);
    expectColor(colors, 1, Vec3f(0x78, 0x47, 0xcc) / 255, step);
    expectColor(colors, 2, Vec3f(0x21, 0xf9, 0xf0) / 255, step);
}

//! Hues 0, 90, 180, 270 degrees; the last pixel is of all four parts and cut off at 1.
TEST(BRNPA_Overlay, MoreThanThreeMapsAreHues) {
    std::vector<float> values(4 * 5, 0.f);
    for (int k = 0; k < 4; ++k)
        values[k * 5 + k] = values[k * 5 + 4] = 1.f;
    Mat colors;
    overlayWith(NORMALIZE_JOINT).colors(mapsOf(4, 1, 5, values), noArray(), colors);
    expectColor(colors, 0, {0.f, 0.f, 1.f});
    expectColor(colors, 1, {0.f, 1.f, 0.5f});
    expectColor(colors, 2, {1.f, 1.f, 0.f});
    expectColor(colors, 3, {1.f, 0.f, 0.5f});
    expectColor(colors, 4, {1.f, 1.f, 1.f});
}

TEST(BRNPA_Overlay, UpsamplingIsBilinearOrNearest) {
    const Mat maps = mapsOf(3, 1, 2, {0.f, 1.f, 0.f, 0.f, 0.f, 0.f});
    Mat colors;
    overlayWith(NORMALIZE_JOINT).colors(maps, noArray(), colors, Size(4, 1));
    const float linear[] = {0.f, 0.25f, 0.75f, 1.f}, nearest[] = {0.f, 0.f, 1.f, 1.f};
    for (int x = 0; x < 4; ++x)
        expectColor(colors, x, {0.f, 0.f, linear[x]});
    overlayWith(NORMALIZE_JOINT, UPSAMPLE_NEAREST).colors(maps, noArray(), colors, Size(4, 1));
    for (int x = 0; x < 4; ++x)
        expectColor(colors, x, {0.f, 0.f, nearest[x]});
}

//! 0.8 * 255 = 204 of color at most, 0.2 of the mean of B, G and R, rounded.
TEST(BRNPA_Overlay, BlendByHand) {
    Mat image(1, 2, CV_8UC3), blended;
    image.at<Vec3b>(0, 0) = {30, 60, 90};  // mean 60: 12
    image.at<Vec3b>(0, 1) = {8, 8, 8};     // 1.6: 2
    const AttentionOverlay overlay;
    overlay.apply(image, kThreeMaps, noArray(), blended);
    ASSERT_EQ(blended.type(), CV_8UC3);
    EXPECT_EQ(blended.at<Vec3b>(0, 0), Vec3b(216, 114, 12));
    EXPECT_EQ(blended.at<Vec3b>(0, 1), Vec3b(2, 104, 206));

    Mat gray(1, 2, CV_8UC1);
    gray.at<uchar>(0, 0) = 255;  // 51
    gray.at<uchar>(0, 1) = 7;    // 1.4: 1
    overlay.apply(gray, kThreeMaps, noArray(), blended);
    ASSERT_EQ(blended.type(), CV_8UC3);
    EXPECT_EQ(blended.at<Vec3b>(0, 0), Vec3b(255, 153, 51));
    EXPECT_EQ(blended.at<Vec3b>(0, 1), Vec3b(1, 103, 205));

    OverlayParams bright;
    bright.colorWeight = bright.grayWeight = 1.f;
    AttentionOverlay(bright).apply(gray, kThreeMaps, noArray(), blended);
    EXPECT_EQ(blended.at<Vec3b>(0, 0), Vec3b(255, 255, 255)) << "not wrapped around";
}

TEST(BRNPA_Overlay, AlphaIsKept) {
    Mat image(1, 2, CV_8UC4, Scalar(30, 60, 90, 77)), blended;
    AttentionOverlay().apply(image, kThreeMaps, noArray(), blended);
    ASSERT_EQ(blended.type(), CV_8UC4);
    EXPECT_EQ(blended.at<Vec4b>(0, 0), Vec4b(216, 114, 12, 77));
    EXPECT_EQ(blended.at<Vec4b>(0, 1), Vec4b(12, 114, 216, 77));
}

TEST(BRNPA_Overlay, WorksInPlaceOnARegion) {
    RNG rng(1);
    Mat frame(48, 64, CV_8UC3);
    rng.fill(frame, RNG::UNIFORM, 0, 256);
    const Rect box(10, 5, 21, 33);
    const Mat maps = randomMat({3, 8, 4}, rng), norms = randomMat({8, 4}, rng), before = frame.clone();
    Mat expected;
    AttentionOverlay().apply(before(box), maps, norms, expected);
    Mat region = frame(box);
    const uchar* address = region.data;
    AttentionOverlay().apply(region, maps, norms, region);
    EXPECT_EQ(region.data, address);
    EXPECT_EQ(cv::norm(frame(box), expected, NORM_INF), 0);
    frame(box).setTo(0);
    Mat rest = before.clone();
    rest(box).setTo(0);
    EXPECT_EQ(cv::norm(frame, rest, NORM_INF), 0) << "pixels outside of the region changed";
}

TEST(BRNPA_Overlay, FlatMapsAreBlackAndNothingIsEverNaN) {
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    for (const int normalization : {NORMALIZE_JOINT, NORMALIZE_PER_MAP}) {
        for (int parts = 1; parts <= 5; ++parts) {
            const AttentionOverlay overlay = overlayWith(normalization);
            Mat colors;
            for (const float value : {0.f, 0.25f, -3.f, 3e38f, nan, infinity}) {
                overlay.colors(mapsOf(parts, 2, 2, std::vector<float>(parts * 4, value)), noArray(), colors,
                               Size(5, 7));
                EXPECT_EQ(cv::norm(colors, NORM_INF), 0) << parts << " maps of " << value;
            }
            std::vector<float> mixed(parts * 4, 0.5f);
            mixed[0] = nan;
            mixed[1] = -infinity;
            mixed[2] = 3e38f;
            mixed[3] = -3e38f;
            overlay.colors(mapsOf(parts, 2, 2, mixed), Mat(2, 2, CV_32F, Scalar(10)), colors, Size(5, 7));
            expectNumbersInUnitRange(colors);
            overlay.colors(mapsOf(parts, 2, 2, mixed), noArray(), colors, Size(5, 7));
            expectNumbersInUnitRange(colors);
        }
    }
}

//! Not-a-number is 0: here the lowest value of a map whose others are 1 and 2.
TEST(BRNPA_Overlay, NaNCountsAsZero) {
    Mat colors;
    overlayWith(NORMALIZE_PER_MAP)
        .colors(mapsOf(2, 1, 3, {std::numeric_limits<float>::quiet_NaN(), 1.f, 2.f, 0.f, 0.f, 1.f}), noArray(), colors);
    expectColor(colors, 0, {0.f, 0.f, 0.f});
    expectColor(colors, 1, {0.f, 0.f, 0.5f});
    expectColor(colors, 2, {0.f, 1.f, 1.f});
}

TEST(BRNPA_Overlay, ErrorsNameTheValue) {
    const auto with = [](const std::function<void(OverlayParams&)>& change) {
        return [change] {
            OverlayParams params;
            change(params);
            AttentionOverlay overlay(params);
        };
    };
    expectError(with([](OverlayParams& p) { p.colorWeight = 1.5f; }), "colorWeight is 1.5");
    expectError(with([](OverlayParams& p) { p.grayWeight = -0.25f; }), "grayWeight is -0.25");
    expectError(with([](OverlayParams& p) { p.normalization = 3; }), "normalization is 3");
    expectError(with([](OverlayParams& p) { p.interpolation = 4; }), "interpolation is 4");

    const AttentionOverlay overlay;
    Mat out;
    const int two[] = {2, 3, 1, 2};
    expectError([&] { overlay.colors(Mat(4, two, CV_32F, Scalar(0)), noArray(), out); }, "maps are 2 x 3 x 1 x 2");
    expectError([&] { overlay.colors(kThreeMaps, Mat(2, 1, CV_32F, Scalar(1)), out); }, "norms are 2 x 1");
    expectError([&] { overlay.colors(Mat(2, 2, CV_8U, Scalar(0)), noArray(), out); }, "CV_8UC1");
    expectError([&] { overlay.colors(kThreeMaps, noArray(), out, Size(-1, 4)); }, "-1 x 4");
    expectError([&] { overlay.apply(Mat(2, 2, CV_16UC3, Scalar(0)), kThreeMaps, noArray(), out); }, "CV_16UC3");
    expectError([&] { overlay.apply(Mat(), kThreeMaps, noArray(), out); }, "image is empty");
}

}  // namespace
}  // namespace opencv_test
