// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include <random>
#include <set>

#include "../random_features.hpp"
#include "../test_precomp.hpp"
#include "emulated_overlay.hpp"
#include "emulated_run.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::Options;
using brnpa_kernel::Shape;
using emulation::Order;

const char* const kNoFile = "here";  // of the barriers in these tests

//! Sets how launches are emulated, for one test.
struct Emulated {
    explicit Emulated(const emulation::Settings& settings) { emulation::settings() = settings; }
    ~Emulated() { emulation::settings() = emulation::Settings(); }
};

//! The results of cases that between them go through every line with a barrier, with several warps and several tiles.
std::string runAll(const emulation::Settings& settings) {
    const Emulated emulated(settings);
    std::mt19937 random(31);
    std::string results;
    for (int kind = 0; kind < Division::Kinds; ++kind)
        for (const Shape& shape : {Shape{2, 70, 76}, Shape{1, 9, 33}}) {
            const std::vector<float> x = features(Content::Sparse, shape, random);
            Division division;
            division.kind = static_cast<Division::Kind>(kind);
            division.threads = 96;
            division.columns = 4;
            results += EmulatedRun(x, shape, Options(), division).bytes();
        }
    RNG rng(31);
    cv::brnpa::OverlayParams params;
    for (const int normalization : {cv::brnpa::NORMALIZE_JOINT, cv::brnpa::NORMALIZE_PER_MAP}) {
        params.normalization = normalization;
        const Mat maps = randomMat({5, 20, 24}, rng), colors = EmulatedOverlay(params).colors(maps, Mat(), {30, 20});
        results.append(colors.ptr<char>(), colors.total() * colors.elemSize());
    }
    return results;
}

//! Whether results differ from those expected, or there are none because threads have gone different ways.
bool suffers(const emulation::Settings& settings, const std::string& expected) {
    try {
        return runAll(settings) != expected;
    } catch (const std::logic_error&) {
        return true;
    }
}

//! The orders that find races: whoever is first must not depend on whoever is last, and the other way around.
std::vector<emulation::Settings> orders() {
    std::vector<emulation::Settings> all = {{Order::Forward, 1, -1}, {Order::Backward, 1, -1}};
    for (unsigned seed = 1; seed <= 3; ++seed)
        all.push_back({Order::Shuffled, seed, -1});
    return all;
}

TEST(BRNPA_CudaRaces, TheOrderOfThreadsWarpsAndBlocksDoesNotChangeABit) {
    const std::string expected = runAll({});
    for (const emulation::Settings& order : orders())
        EXPECT_TRUE(runAll(order) == expected);
}

//! A barrier that can go is either superfluous or not tested.
TEST(BRNPA_CudaRaces, WithoutAnyOneBarrierSomeResultChanges) {
    const std::string expected = runAll({});
    std::set<std::string> files;
    for (std::size_t i = 0; i < emulation::barriers().size(); ++i) {
        const emulation::Barrier barrier = emulation::barriers()[i];
        if (barrier.file == kNoFile) continue;
        files.insert(barrier.file.substr(barrier.file.rfind('/') + 1));
        bool noticed = false;
        for (emulation::Settings settings : orders()) {
            settings.ignoredBarrier = static_cast<int>(i);
            noticed = noticed || suffers(settings, expected);
        }
        EXPECT_TRUE(noticed) << barrier.file << ":" << barrier.line << " can be ignored";
    }
    EXPECT_EQ(files, (std::set<std::string>{"maps.cu", "norms.cu", "overlay.cu", "part.cu", "reduction.cuh",
                                            "whole_image.cu"}));
}

//! What the other tests rely on: the emulation itself sees the mistakes that a device answers with a hang.
TEST(BRNPA_CudaRaces, TheEmulationRefusesWhatWouldHang) {
    const auto run = [](const std::function<void()>& kernel) { emulation::run(1, 64, 16, kernel); };
    EXPECT_THROW(run([] {
                     if (threadIdx.x < 32) emulation::barrier(kNoFile, 1);
                 }),
                 std::logic_error)
        << "half of the threads end without the barrier";
    EXPECT_THROW(run([] { emulation::barrier(kNoFile, threadIdx.x < 32 ? 1 : 2); }), std::logic_error);
    EXPECT_THROW(run([] {
                     if (threadIdx.x != 5) __shfl_xor_sync(~0u, 1, 1);
                 }),
                 std::logic_error)
        << "a lane misses the shuffle";
    EXPECT_THROW(run([] { emulation::blockMemory()[16] = 0; }), std::logic_error) << "beyond shared memory";
    EXPECT_NO_THROW(run([] { emulation::barrier(kNoFile, 1); }));
}

TEST(BRNPA_CudaRaces, ShufflesExchangeValuesOfALane) {
    std::vector<int> found(64);
    std::vector<double> sums(64);
    emulation::run(1, 64, 0, [&] {
        const int index = static_cast<int>(threadIdx.x);
        found[index] = __shfl_xor_sync(~0u, index, 5);
        sums[index] = index;
        for (int offset = 16; offset > 0; offset /= 2)
            sums[index] += __shfl_xor_sync(~0u, sums[index], offset);
    });
    for (int i = 0; i < 64; ++i) {
        EXPECT_EQ(found[i], i ^ 5);
        EXPECT_EQ(sums[i], i < 32 ? 496. : 1520.) << "0 + .. + 31, 32 + .. + 63";
    }
}

}  // namespace
}  // namespace opencv_test
#endif
