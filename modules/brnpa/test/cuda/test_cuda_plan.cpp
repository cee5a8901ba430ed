// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include "../../src/cuda/plan.hpp"
#include "../test_precomp.hpp"

namespace opencv_test {
namespace {

using namespace brnpa_cuda;

// Shared memory of a block as CUDA's programming guide has it, by compute capability.
constexpr Device kHopper{227 << 10, 132}, kConsumer{99 << 10, 46}, kTuring{64 << 10, 40};

alignas(16) const char kAligned[32] = {};

Features featuresOf(int images, int channels, int pixels, Element element = Element::Float) {
    return {kAligned, element, images, channels, pixels, static_cast<std::size_t>(pixels)};
}

//! 256 x 128 floats are 128 KiB, 512 x 128 are 256 KiB; half precision halves it.
TEST(BRNPA_CudaPlan, AnImageThatFitsStaysInSharedMemory) {
    EXPECT_TRUE(planFor(featuresOf(1, 256, 128), kHopper).wholeImage);
    EXPECT_FALSE(planFor(featuresOf(1, 256, 128), kConsumer).wholeImage);
    EXPECT_FALSE(planFor(featuresOf(1, 512, 128), kHopper).wholeImage);
    EXPECT_TRUE(planFor(featuresOf(1, 512, 128, Element::Half), kHopper).wholeImage);
    EXPECT_TRUE(planFor(featuresOf(1, 256, 128, Element::Half), kConsumer).wholeImage);
    const Features fits = featuresOf(1, 256, 128);
    EXPECT_LE(imageBytes(fits, planFor(fits, kHopper)), kHopper.sharedBytes);
}

//! 16 bytes are 4 floats or 8 of half precision; one pixel at a time where an address, a row or a gap is not as even.
TEST(BRNPA_CudaPlan, LoadsAre16BytesWhereAligned) {
    EXPECT_EQ(planFor(featuresOf(1, 8, 64), kHopper).vector, 4);
    EXPECT_EQ(planFor(featuresOf(1, 8, 64, Element::Half), kHopper).vector, 8);
    EXPECT_EQ(planFor(featuresOf(1, 8, 66), kHopper).vector, 1);
    EXPECT_EQ(planFor(featuresOf(1, 8, 68, Element::Half), kHopper).vector, 1);
    Features features = featuresOf(1, 8, 64);
    features.stride = 66;
    EXPECT_EQ(planFor(features, kHopper).vector, 1);
    features = featuresOf(1, 8, 64);
    features.data = kAligned + 4;
    EXPECT_EQ(planFor(features, kHopper).vector, 1);
}

//! C channels of T pixels take 4 C T bytes, half of shared memory at most where that is possible.
TEST(BRNPA_CudaPlan, TilesAreAsWideAsSharedMemoryAllows) {
    const auto tile = [](const Features& features, const Device& device) {
        const Plan plan = planFor(features, device);
        EXPECT_FALSE(plan.wholeImage);
        EXPECT_LE(tileBytes(features, plan), device.sharedBytes);
        return plan.kept ? plan.tilePixels() : 0;
    };
    EXPECT_EQ(tile(featuresOf(32, 512, 2048), kHopper), 32);    // 64 KiB, two are 128
    EXPECT_EQ(tile(featuresOf(32, 1024, 2048), kHopper), 16);   // 128 KiB for 32 pixels is more than half
    EXPECT_EQ(tile(featuresOf(32, 2048, 3136), kHopper), 8);    // 64 KiB
    EXPECT_EQ(tile(featuresOf(32, 2048, 3136), kConsumer), 8);  // 64 KiB is more than half, but fits
    EXPECT_EQ(tile(featuresOf(32, 2048, 3136), kTuring), 0);    // 64 KiB and the sums do not: read twice
    EXPECT_EQ(tile(featuresOf(1, 512, 2048), kHopper), 8) << "128 tiles of 16 pixels are fewer than multiprocessors";
}

TEST(BRNPA_CudaPlan, ThreadsCoverATileWhole) {
    for (const int channels : {1, 3, 512, 5000})
        for (const int pixels : {1, 7, 8, 49, 4096})
            for (const Device& device : {kHopper, kTuring, Device{0, 1}})
                for (const Element element : {Element::Float, Element::Half}) {
                    const Features features = featuresOf(2, channels, pixels, element);
                    const Plan plan = planFor(features, device);
                    EXPECT_EQ(plan.columns & (plan.columns - 1), 0) << "a power of 2";
                    EXPECT_GE(plan.columns, 1);
                    EXPECT_LE(plan.columns, kWarp);
                    EXPECT_GE(plan.tiles(features) * plan.tilePixels(), pixels);
                }
}

}  // namespace
}  // namespace opencv_test
#endif
