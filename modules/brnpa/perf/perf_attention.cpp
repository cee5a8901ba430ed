// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_precomp.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

//! N, C, H, W
typedef perf::TestBaseWithParam<Vec4i> Attention;

PERF_TEST_P(Attention, representativeVectors,
            testing::Values(Vec4i(1, 2048, 24, 8), Vec4i(1, 256, 16, 8), Vec4i(1, 512, 64, 32), Vec4i(8, 256, 16, 8))) {
    const Vec4i shape = GetParam();
    Mat features(4, shape.val, CV_32F), vectors, maps, norms;
    randu(features, 0, 1);
    TEST_CYCLE() representativeVectors(features, vectors, maps, norms);
    SANITY_CHECK_NOTHING();
}

//! H, W of the image
typedef perf::TestBaseWithParam<Size> Overlay;

PERF_TEST_P(Overlay, apply, testing::Values(Size(64, 128), Size(1920, 1080))) {
    const int sizes[] = {3, 16, 8};
    Mat image(GetParam(), CV_8UC3), maps(3, sizes, CV_32F), norms(16, 8, CV_32F), blended;
    randu(image, 0, 255);
    randu(maps, 0, 1);
    randu(norms, 0, 1);
    const AttentionOverlay overlay;
    TEST_CYCLE() overlay.apply(image, maps, norms, blended);
    SANITY_CHECK_NOTHING();
}

}  // namespace
}  // namespace opencv_test
