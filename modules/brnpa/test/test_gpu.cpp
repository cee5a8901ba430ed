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

#ifdef BRNPA_HAVE_CUDA
//! The function on cv::Mat is the gold; features of floats, and of half precision of the same values.
TEST(BRNPA_Gpu, AgreesWithTheProcessor) {
    if (cuda::getCudaEnabledDeviceCount() < 1) GTEST_SKIP() << "no CUDA device";
    RNG rng(1);
    const int N = 3, C = 32, H = 16, W = 8, K = 3;
    Mat half, features = randomMat({N, C, H, W}, rng);
    features.convertTo(half, CV_16F);
    half.convertTo(features, CV_32F);
    Mat expected[3], frame(48, 32, CV_8UC3), expectedBlend;
    rng.fill(frame, RNG::UNIFORM, 0, 256);
    representativeVectors(features, expected[0], expected[1], expected[2]);
    const int oneImage[] = {K, H, W};
    AttentionOverlay().apply(frame, Mat(3, oneImage, CV_32F, expected[1].ptr<float>(1)),
                             Mat(H, W, CV_32F, expected[2].ptr<float>(1)), expectedBlend);
    for (const Mat& source : {features, half}) {
        cuda::Stream stream;
        cuda::GpuMat x, vectors, maps, norms, blended;
        x.upload(source.reshape(1, N * C));
        representativeVectors(x, N, vectors, maps, norms, AttentionParams(), stream);
        AttentionOverlay().apply(cuda::GpuMat(frame), maps.rowRange(K, 2 * K), norms.row(1), Size(W, H), blended,
                                 stream);
        stream.waitForCompletion();
        const cuda::GpuMat* const found[] = {&vectors, &maps, &norms};
        for (int i = 0; i < 3; ++i) {
            const Mat gold = expected[i].reshape(1, found[i]->rows);
            EXPECT_LE(cv::norm(Mat(*found[i]), gold, NORM_INF), 1e-5 * cv::norm(gold, NORM_INF)) << "output " << i;
        }
        EXPECT_LE(cv::norm(Mat(blended), expectedBlend, NORM_INF), 1);
    }
}
#endif

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
