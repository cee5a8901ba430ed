// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The kernels on a device. Needs no OpenCV with CUDA.
#ifdef BRNPA_CUDA_DEVICE
#include <random>

#include "../../../src/cuda/half_results.hpp"
#include "../../expect_reference.hpp"
#include "../../kernel_run.hpp"
#include "../../random_features.hpp"
#include "device_memory.hpp"

namespace opencv_test {
namespace {

using brnpa_cuda::Element;
using brnpa_kernel::Options;
using brnpa_kernel::Shape;

enum class Way { AsPlanned, Tiles, TilesReadTwice };

//! Results from the current device; with the members that KernelRun has.
struct DeviceRun {
    std::vector<float> vectors, maps, norms;
    std::vector<std::int32_t> seeds;

    template <class T>
    DeviceRun(const std::vector<T>& x, const Shape& shape, const Options& options, Way way = Way::AsPlanned) {
        DeviceMemory<T> features(x.size());
        features.upload(x.data(), x.size());
        DeviceMemory<float> v(shape.images * options.parts * shape.channels),
            m(shape.images * options.parts * shape.pixels), n(shape.images * shape.pixels);
        DeviceMemory<std::int32_t> j(shape.images * options.parts);

        const brnpa_cuda::Features f{features.data(),
                                     sizeof(T) == 2 ? Element::Half : Element::Float,
                                     static_cast<int>(shape.images),
                                     static_cast<int>(shape.channels),
                                     static_cast<int>(shape.pixels),
                                     shape.pixels};
        brnpa_cuda::Device device{};
        checkCuda(brnpa_cuda::currentDevice(device), "currentDevice");
        // Too little for the image, and then too little for its tiles.
        if (way == Way::Tiles) device.sharedBytes = brnpa_cuda::imageBytes(f, brnpa_cuda::planFor(f, device)) / 2;
        if (way == Way::TilesReadTwice) device.sharedBytes = 0;
        const brnpa_cuda::Plan plan = brnpa_cuda::planFor(f, device);
        DeviceMemory<unsigned char> scratch(brnpa_cuda::scratchBytes(f, options, plan) + 1);

        cudaStream_t stream;
        checkCuda(cudaStreamCreate(&stream), "cudaStreamCreate");
        checkCuda(brnpa_cuda::representativeVectors(f, options, {v.data(), m.data(), n.data(), j.data()}, plan,
                                                    scratch.data(), stream),
                  "representativeVectors");
        checkCuda(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
        checkCuda(cudaStreamDestroy(stream), "cudaStreamDestroy");
        vectors = v.download();
        maps = m.download();
        norms = n.download();
        seeds = j.download();
    }
};

struct BRNPA_CudaDevice : testing::Test {
    void SetUp() override {
        if (!hasDevice()) GTEST_SKIP() << "no CUDA device";
    }
};

TEST_F(BRNPA_CudaDevice, AgreesWithDoublePrecision) {
    std::mt19937 random(41);
    int index = 0;
    for (const Shape& shape : {Shape{1, 256, 16 * 8}, Shape{32, 256, 16 * 8}, Shape{1, 512, 16 * 8},
                               Shape{2, 512, 64 * 32}, Shape{1, 2048, 56 * 56}, Shape{3, 2048, 24 * 8}, Shape{5, 7, 33},
                               Shape{1, 3, 64 * 64}, Shape{2, 4096, 7 * 7}, Shape{2, 2048, 1}, Shape{300, 16, 6}})
        for (const Way way : {Way::AsPlanned, Way::Tiles, Way::TilesReadTwice})
            for (const auto suppression : {brnpa_kernel::Suppression::Similarity, brnpa_kernel::Suppression::Weight}) {
                Options options;
                options.parts = std::min<std::size_t>(3, shape.pixels);
                options.suppression = suppression;
                options.refine = ++index % 5 != 0;
                const auto content = static_cast<Content>(index % static_cast<int>(Content::Count));
                SCOPED_TRACE(cv::format("%zu x %zu x %zu, content %d, way %d", shape.images, shape.channels,
                                        shape.pixels, static_cast<int>(content), static_cast<int>(way)));
                const std::vector<float> x = features(content, shape, random);
                expectAsReference(x, shape, options, DeviceRun(x, shape, options, way));

                cv::Mat half, rounded;
                std::vector<float> bounded(x);
                for (float& value : bounded)
                    value = std::min(value, 65504.f);
                cv::Mat(bounded).convertTo(half, CV_16F);
                half.convertTo(rounded, CV_32F);
                const auto* bits = half.ptr<std::uint16_t>();
                expectAsReference(std::vector<float>(rounded.begin<float>(), rounded.end<float>()), shape, options,
                                  DeviceRun(std::vector<std::uint16_t>(bits, bits + x.size()), shape, options, way));
                if (HasFatalFailure()) return;
            }
}

//! Sums of products of small integers are exact, so that no pixel wins because of how sums were rounded.
TEST_F(BRNPA_CudaDevice, FirstSeedsAreThoseOfTheProcessor) {
    std::mt19937 random(43);
    const Shape shape{8, 64, 24 * 8};
    std::vector<float> x(8 * 64 * 24 * 8);
    for (float& value : x)
        value = static_cast<float>(random() % 4);
    Options options;
    options.parts = 1;
    const KernelRun expected(x, shape, options);
    for (const Way way : {Way::AsPlanned, Way::Tiles, Way::TilesReadTwice}) {
        const DeviceRun run(x, shape, options, way);
        EXPECT_EQ(run.seeds, expected.seeds);
        EXPECT_EQ(run.norms, expected.norms);
    }
}

TEST_F(BRNPA_CudaDevice, ResultsInHalfPrecisionAreThoseInFloatRounded) {
    std::mt19937 random(53);
    const Shape shape{3, 256, 16 * 8};
    const Options options;
    const std::vector<float> x = features(Content::Positive, shape, random);
    const DeviceRun floats(x, shape, options);

    DeviceMemory<float> data(x.size());
    data.upload(x.data(), x.size());
    const brnpa_cuda::Features f{data.data(), Element::Float, 3, 256, 16 * 8, 16 * 8};
    brnpa_cuda::Device device{};
    checkCuda(brnpa_cuda::currentDevice(device), "currentDevice");
    const brnpa_cuda::Plan plan = brnpa_cuda::planFor(f, device);
    DeviceMemory<unsigned char> scratch(brnpa_cuda::halfScratchBytes(f, options, plan));
    DeviceMemory<std::uint16_t> v(floats.vectors.size()), m(floats.maps.size()), n(floats.norms.size());
    checkCuda(brnpa_cuda::representativeVectors(f, options, brnpa_cuda::HalfOutputs{v.data(), m.data(), n.data()}, plan,
                                                scratch.data(), nullptr),
              "representativeVectors");
    const auto expectRounded = [](const std::vector<std::uint16_t>& found, const std::vector<float>& values) {
        cv::Mat half;
        cv::Mat(values).convertTo(half, CV_16F);
        const auto* bits = half.ptr<std::uint16_t>();
        EXPECT_EQ(found, std::vector<std::uint16_t>(bits, bits + values.size()));
    };
    expectRounded(v.download(), floats.vectors);
    expectRounded(m.download(), floats.maps);
    expectRounded(n.download(), floats.norms);
}

TEST_F(BRNPA_CudaDevice, RunsDoNotDifferInABit) {
    std::mt19937 random(47);
    for (const Shape& shape : {Shape{4, 256, 128}, Shape{2, 512, 2048}}) {
        const std::vector<float> x = features(Content::Sparse, shape, random);
        const DeviceRun first(x, shape, Options());
        for (int i = 0; i < 20; ++i) {
            const DeviceRun again(x, shape, Options());
            ASSERT_EQ(again.vectors, first.vectors);
            ASSERT_EQ(again.maps, first.maps);
        }
    }
}

}  // namespace
}  // namespace opencv_test
#endif
