// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <opencv2/core/cuda.hpp>

#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

//! The code of the exception that `action` throws; 0 without one.
template <class Action>
int codeOf(const Action& action) {
    try {
        action();
    } catch (const cv::Exception& error) {
        return error.code;
    }
    return 0;
}

TEST(BRNPA_Gpu, WithoutCudaTheFunctionsSayHowToGetIt) {
#ifdef BRNPA_HAVE_CUDA
    GTEST_SKIP() << "this build has CUDA";
#endif
    // Not a byte of it is read.
    float nothing[12] = {};
    cuda::GpuMat features(4, 3, CV_32F, nothing), image(2, 2, CV_8UC3, nothing), vectors, maps, norms, painted;
    const auto attention = [&] { representativeVectors(features, 2, vectors, maps, norms); };
    const auto colors = [&] { AttentionOverlay().colors(features, cuda::GpuMat(), Size(3, 1), painted); };
    const auto apply = [&] { AttentionOverlay().apply(image, features, cuda::GpuMat(), Size(3, 1), painted); };
    for (const std::function<void()>& action : std::vector<std::function<void()>>{attention, colors, apply}) {
        EXPECT_EQ(codeOf(action), Error::GpuNotSupported);
        expectError(action, "-DBRNPA_WITH_CUDA=ON");
        expectError(action, "-DWITH_CUDA=ON");
    }
}

//! A layer that claims a backend and has no node for it makes cv::dnn throw, where it would have fallen back.
TEST(BRNPA_Gpu, TheLayerSupportsTheBackendThatItHas) {
    dnn::LayerParams params;
    params.name = "attention";
    params.type = "BRNPA";
    const Ptr<dnn::Layer> layer = BRNPALayer::create(params);
    for (int backend = 0; backend < 16; ++backend)
        EXPECT_EQ(layer->supportBackend(backend), backend == dnn::DNN_BACKEND_OPENCV) << "backend " << backend;
}

}  // namespace
}  // namespace opencv_test
