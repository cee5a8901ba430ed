// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "../random_features.hpp"
#include "../test_precomp.hpp"
#include "emulated_overlay.hpp"
#include "emulated_run.hpp"

namespace opencv_test {
namespace {

using brnpa_cuda::Element;
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
        for (const Shape& shape : {Shape{2, 70, 76}, Shape{1, 9, 33}, Shape{1, 40, 64}}) {
            const std::vector<float> x = features(Content::Sparse, shape, random);
            Division division;
            division.kind = static_cast<Division::Kind>(kind);
            division.element = shape.pixels % 8 ? Element::Float : Element::Half;
            division.threads = 96;
            division.columns = 4;
            results += EmulatedRun(x, shape, Options(), division).bytes();
        }
    RNG rng(31);
    const auto add = [&](const Mat& picture) {
        results.append(picture.ptr<char>(), picture.total() * picture.elemSize());
    };
    for (const int parts : {1, 5})
        for (const int normalization : {cv::brnpa::NORMALIZE_JOINT, cv::brnpa::NORMALIZE_PER_MAP}) {
            cv::brnpa::OverlayParams params;
            params.normalization = normalization;
            const Mat maps = randomMat({parts, 20, 24}, rng), norms = randomMat({20, 24}, rng);
            add(EmulatedOverlay(params).colors(maps, Mat(), {30, 20}));
            Mat image(20, 30, CV_8UC4);
            rng.fill(image, RNG::UNIFORM, 0, 256);
            EmulatedOverlay(params).apply(image, maps, norms, image);
            add(image);
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

//! How many calls of __syncthreads() each source has.
std::map<std::string, int> barriersInTheSources() {
    const auto folder = std::filesystem::path(__FILE__).parent_path() / "../../src/cuda";
    std::map<std::string, int> calls;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);)
            if (line.find("__syncthreads();") != std::string::npos) ++calls[entry.path().filename().string()];
    }
    return calls;
}

//! A barrier that can go is either superfluous or not tested.
TEST(BRNPA_CudaRaces, WithoutAnyOneBarrierSomeResultChanges) {
    const std::string expected = runAll({});
    std::map<std::string, int> reached;
    for (std::size_t i = 0; i < emulation::barriers().size(); ++i) {
        const emulation::Barrier barrier = emulation::barriers()[i];
        if (barrier.file == kNoFile) continue;
        ++reached[std::filesystem::path(barrier.file).filename().string()];
        bool noticed = false;
        for (emulation::Settings settings : orders()) {
            settings.ignoredBarrier = static_cast<int>(i);
            noticed = noticed || suffers(settings, expected);
        }
        EXPECT_TRUE(noticed) << barrier.file << ":" << barrier.line << " can be ignored";
    }
    EXPECT_EQ(reached, barriersInTheSources());
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
