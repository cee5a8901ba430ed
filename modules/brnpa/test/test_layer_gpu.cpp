// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The layer and the CUDA backend of cv::dnn.
#include <opencv2/core/cuda.hpp>
#include <opencv2/opencv_modules.hpp>

#include "one_layer_net.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

//! Whether OpenCV itself has CUDA, which always brings this module.
#ifdef HAVE_OPENCV_CUDEV
constexpr bool kOpenCVHasCuda = true;
#else
constexpr bool kOpenCVHasCuda = false;
#endif

//! Whether this build of the layer has a node for DNN_BACKEND_CUDA of OpenCV 4.
#ifdef BRNPA_CUDA4DNN
constexpr bool kHasNode = true;
#else
constexpr bool kHasNode = false;
#endif

Ptr<dnn::Layer> makeLayer() {
    dnn::LayerParams params = layerParams();
    return BRNPALayer::create(params);
}

//! A layer that claims a backend and has no node for it makes cv::dnn throw, where it would have fallen back.
TEST(BRNPA_LayerGpu, SupportsTheBackendsThatItHasANodeFor) {
    const Ptr<dnn::Layer> layer = makeLayer();
    for (int backend = 0; backend < 16; ++backend) {
        const bool expected = backend == dnn::DNN_BACKEND_OPENCV || (kHasNode && backend == dnn::DNN_BACKEND_CUDA);
        EXPECT_EQ(layer->supportBackend(backend), expected) << "backend " << backend;
    }
    // What a layer without a node inherits says that it is not implemented; a node says that this is no context.
    const std::vector<Ptr<dnn::BackendWrapper>> none;
    const int code = codeOf([&] { layer->initCUDA(nullptr, none, none); });
    EXPECT_EQ(code, kHasNode ? Error::StsBadArg : Error::StsNotImplemented);
}

#if CV_VERSION_MAJOR > 5 || (CV_VERSION_MAJOR == 5 && CV_VERSION_MINOR >= 1)
//! There an engine asks this and not supportBackend(); one layer without an executor keeps a network on the processor.
TEST(BRNPA_LayerGpu, TheEngineOfOpenCV5FindsTheExecutorThatThereIs) {
#ifdef BRNPA_CUDA_EXECUTOR
    constexpr bool expected = true;
#else
    constexpr bool expected = false;
#endif
    registerLayers();
    const Ptr<dnn::Layer> layer = makeLayer();
    int context = 0;  // of which nothing is read before the first forward pass
    for (const char* type : {"BRNPA", "ai.brnpa.BRNPA"}) {
        const auto executor = dnn::LayerFactory::createExec(type, dnn::DNN_BACKEND_CUDA, layer, &context);
        EXPECT_EQ(!executor.empty(), expected) << type;
        EXPECT_TRUE(dnn::LayerFactory::createExec(type, dnn::DNN_BACKEND_CUDA, layer, nullptr).empty()) << type;
    }
}
#endif

std::vector<Mat> run(const Mat& features, int backend, int target) {
    OneLayerNet one(layerParams());
    one.net.setPreferableBackend(backend);
    one.net.setPreferableTarget(target);
    return one.run(features);
}

void expectProcessorsResults(int target, double tolerance) {
    RNG rng(1);
    Mat half, features = randomMat({3, 32, 16, 8}, rng);
    features.convertTo(half, CV_16F);  // nothing is lost on the way to a target in half precision
    half.convertTo(features, CV_32F);
    const std::vector<Mat> expected = run(features, dnn::DNN_BACKEND_OPENCV, dnn::DNN_TARGET_CPU);
    const std::vector<Mat> found = run(features, dnn::DNN_BACKEND_CUDA, target);
    ASSERT_EQ(found.size(), expected.size());
    for (size_t i = 0; i < found.size(); ++i) {
        ASSERT_EQ(found[i].size, expected[i].size);
        EXPECT_LE(cv::norm(found[i], expected[i], NORM_INF), tolerance * cv::norm(expected[i], NORM_INF)) << i;
    }
}

//! On a device if there is one; otherwise cv::dnn's own ways back to the processor.
TEST(BRNPA_LayerGpu, WhoeverAsksForCudaGetsTheProcessorsResults) {
    if (kOpenCVHasCuda && cuda::getCudaEnabledDeviceCount() < 1) BRNPA_SKIP("no CUDA device");
    try {
        expectProcessorsResults(dnn::DNN_TARGET_CUDA, 1e-5);
    } catch (const Exception& exception) {
        // Some versions (4.14) have no way back where they are built without CUDA.
        if (kOpenCVHasCuda || exception.func != "validateBackendAndTarget") throw;
        BRNPA_SKIP("this OpenCV refuses DNN_BACKEND_CUDA, whatever the layers");
    }
}

TEST(BRNPA_LayerGpu, WhoeverAsksForHalfPrecisionGetsIt) {
    if (cuda::getCudaEnabledDeviceCount() < 1) BRNPA_SKIP("no CUDA device");
    expectProcessorsResults(dnn::DNN_TARGET_CUDA_FP16, 1e-3);
}

}  // namespace
}  // namespace opencv_test
