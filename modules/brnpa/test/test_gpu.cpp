// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <opencv2/core/cuda.hpp>

#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

TEST(BRNPA_Gpu, WithoutCudaTheFunctionsSayHowToGetIt) {
#ifdef BRNPA_HAVE_CUDA
    BRNPA_SKIP("this build has CUDA");
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

bool hasDevice() {
    return cuda::getCudaEnabledDeviceCount() > 0;
}

//! One, of which the tests then say that it is not there, where there is none.
std::vector<int> devices() {
    std::vector<int> all(std::max(1, cuda::getCudaEnabledDeviceCount()));
    for (size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<int>(i);
    return all;
}

//! The functions on cv::Mat are the gold.
class BRNPA_GpuDevice : public testing::TestWithParam<std::tuple<int, Vec4i, int>> {
  protected:
    //! For the body of a test on a device.
    void prepare() {
        cuda::setDevice(std::get<0>(GetParam()));
        const Vec4i shape = std::get<1>(GetParam());
        N = shape[0], C = shape[1], H = shape[2], W = shape[3];
        // Of the values that half precision has, also where they are floats.
        Mat half, features = randomMat({N, C, H, W}, rng);
        features.convertTo(half, CV_16F);
        half.convertTo(features, CV_32F);
        source = std::get<2>(GetParam()) == CV_16F ? half : features;
        representativeVectors(features, expected[0], expected[1], expected[2]);
    }

    RNG rng{1};
    int N = 0, C = 0, H = 0, W = 0;
    Mat source, expected[3];
};

TEST_P(BRNPA_GpuDevice, RepresentativeVectors) {
    if (!hasDevice()) BRNPA_SKIP("no CUDA device");
    prepare();
    cuda::Stream stream;
    cuda::GpuMat x, found[3];
    x.upload(source.reshape(1, N * C));
    representativeVectors(x, N, found[0], found[1], found[2], AttentionParams(), stream);
    stream.waitForCompletion();
    for (int i = 0; i < 3; ++i) {
        const Mat gold = expected[i].reshape(1, found[i].rows);
        EXPECT_LE(cv::norm(Mat(found[i]), gold, NORM_INF), 1e-5 * cv::norm(gold, NORM_INF)) << "output " << i;
    }
}

TEST_P(BRNPA_GpuDevice, Overlay) {
    if (!hasDevice()) BRNPA_SKIP("no CUDA device");
    prepare();
    const int K = AttentionParams().numParts, last = N - 1, oneImage[] = {K, H, W};
    const Mat maps(3, oneImage, CV_32F, expected[1].ptr<float>(last)),
        norms(H, W, CV_32F, expected[2].ptr<float>(last));
    for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4}) {
        Mat frame(48, 32, type), gold;
        rng.fill(frame, RNG::UNIFORM, 0, 256);
        AttentionOverlay().apply(frame, maps, norms, gold);
        cuda::Stream stream;
        cuda::GpuMat blended;
        AttentionOverlay().apply(cuda::GpuMat(frame), cuda::GpuMat(maps.reshape(1, K)),
                                 cuda::GpuMat(norms.reshape(1, 1)), Size(W, H), blended, stream);
        stream.waitForCompletion();
        EXPECT_LE(cv::norm(Mat(blended), gold, NORM_INF), 1);
    }
}

INSTANTIATE_TEST_SUITE_P(/**/, BRNPA_GpuDevice,
                         testing::Combine(testing::ValuesIn(devices()),
                                          testing::Values(Vec4i(3, 32, 16, 8), Vec4i(1, 2048, 24, 8),
                                                          Vec4i(2, 7, 11, 3), Vec4i(1, 512, 64, 32)),
                                          testing::Values(CV_32F, CV_16F)));

#endif

}  // namespace
}  // namespace opencv_test
