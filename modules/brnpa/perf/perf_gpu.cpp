// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <opencv2/core/cuda.hpp>

#include "perf_precomp.hpp"

#ifdef BRNPA_HAVE_CUDA
namespace opencv_test {
namespace {

using namespace cv::brnpa;

void needsDevice() {
    if (cuda::getCudaEnabledDeviceCount() < 1) throw SkipTestException("no CUDA device");
}

//! N, C, H, W and the depth of the features.
typedef perf::TestBaseWithParam<std::tuple<Vec4i, MatDepth>> AttentionGpu;

PERF_TEST_P(AttentionGpu, representativeVectors,
            testing::Combine(testing::Values(Vec4i(1, 512, 16, 8), Vec4i(1, 512, 64, 32), Vec4i(1, 2048, 56, 56),
                                             Vec4i(32, 512, 16, 8), Vec4i(32, 512, 64, 32)),
                             testing::Values(CV_32F, CV_16F))) {
    needsDevice();
    const Vec4i shape = std::get<0>(GetParam());
    Mat floats(shape[0] * shape[1], shape[2] * shape[3], CV_32F), source;
    randu(floats, 0, 1);
    floats.convertTo(source, std::get<1>(GetParam()));
    const cuda::GpuMat features(source);
    cuda::GpuMat vectors, maps, norms;
    cuda::Stream stream;
    TEST_CYCLE() {
        representativeVectors(features, shape[0], vectors, maps, norms, AttentionParams(), stream);
        stream.waitForCompletion();
    }
    SANITY_CHECK_NOTHING();
}

//! H, W of the image
typedef perf::TestBaseWithParam<Size> OverlayGpu;

PERF_TEST_P(OverlayGpu, apply, testing::Values(Size(64, 128), Size(1920, 1080))) {
    needsDevice();
    Mat picture(GetParam(), CV_8UC3), values(3, 16 * 8, CV_32F);
    randu(picture, 0, 255);
    randu(values, 0, 1);
    const cuda::GpuMat image(picture), maps(values);
    cuda::GpuMat blended;
    cuda::Stream stream;
    const AttentionOverlay overlay;
    TEST_CYCLE() {
        overlay.apply(image, maps, cuda::GpuMat(), Size(8, 16), blended, stream);
        stream.waitForCompletion();
    }
    SANITY_CHECK_NOTHING();
}

}  // namespace
}  // namespace opencv_test
#endif
