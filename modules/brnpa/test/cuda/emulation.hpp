// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_EMULATION_HPP
#define OPENCV_TEST_BRNPA_EMULATION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

// As much of CUDA's language as the kernels use, on the processor: each thread of a block is a fiber, which runs until
// a barrier or a shuffle lets another one run. In which order they do is the test's to choose, and so is a barrier to
// be ignored, because results that do not suffer from either have no race.
namespace emulation {

enum class Order { Forward, Backward, Shuffled };

struct Settings {
    Order order = Order::Forward;  // of blocks, of warps (each goes as far as it can), and of the threads in a warp
    unsigned randomSeed = 1;       // of Order::Shuffled
    int ignoredBarrier = -1;       // an index of barriers()
};

//! For the launches that follow.
Settings& settings();

//! A call of __syncthreads() in the sources that some launch has reached.
struct Barrier {
    std::string file;
    int line;
};
const std::vector<Barrier>& barriers();

/** Runs a kernel to its end. Shared memory is not-a-number before each block.
@throws std::logic_error where a block can never end on a device: threads wait at different barriers, or some of a warp
miss a shuffle; and where it writes beyond its shared memory.
*/
void run(std::size_t blocks, int threads, std::size_t sharedBytes, const std::function<void()>& kernel);

void barrier(const char* file, int line);
unsigned char* blockMemory();
std::uint64_t exchange(std::uint64_t value, int laneMask);

struct Index {
    unsigned x;
};

}  // namespace emulation

struct CUstream_st;

extern emulation::Index threadIdx, blockIdx, blockDim;

// CUDA's own names. NOLINTBEGIN(bugprone-reserved-identifier)
#define __global__
#define __device__
#define __host__
#define __launch_bounds__(...)
#define __syncthreads() emulation::barrier(__FILE__, __LINE__)

template <class T>
T __shfl_xor_sync(unsigned /*lanes*/, T value, int laneMask) {
    static_assert(sizeof(T) <= sizeof(std::uint64_t), "one register, or two");
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    bits = emulation::exchange(bits, laneMask);
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

//! IEEE 754 binary16.
struct __half {
    std::uint16_t bits;
};

inline float __half2float(__half half) {
    const int exponent = half.bits >> 10 & 31, fraction = half.bits & 1023;
    float value = std::ldexp(static_cast<float>(exponent ? fraction + 1024 : fraction), std::max(exponent, 1) - 25);
    if (exponent == 31) value = fraction ? NAN : INFINITY;
    return half.bits & 0x8000 ? -value : value;
}

//! To the nearest, the even one of two.
inline __half __float2half_rn(float value) {
    constexpr int kLeast = -24;  // exponent of the smallest number above 0
    const auto sign = static_cast<std::uint16_t>(std::signbit(value) ? 0x8000 : 0);
    if (value == 0) return {sign};
    if (std::isnan(value)) return {0x7FFF};
    int exponent = 0;
    std::frexp(value, &exponent);
    const int unit = std::max(exponent - 11, kLeast);  // exponent of the last of 11 bits
    const double units = std::nearbyint(std::ldexp(std::fabs(static_cast<double>(value)), -unit));
    if (std::isinf(value) || std::ldexp(units, unit) >= 65536) return {static_cast<std::uint16_t>(sign | 0x7C00)};
    // 1024..2048 units of the exponent's step, below which there is none: what is beyond 2047 carries over.
    return {static_cast<std::uint16_t>(sign | (static_cast<int>(units) + ((unit - kLeast) << 10)))};
}
// NOLINTEND(bugprone-reserved-identifier)

namespace brnpa_cuda {

using std::min;

inline unsigned char* sharedMemory() {
    return emulation::blockMemory();
}

template <class... Parameters>
int launch(void (*kernel)(Parameters...), std::size_t blocks, int threads, std::size_t sharedBytes,
           CUstream_st* /*stream*/, Parameters... parameters) {
    emulation::run(blocks, threads, sharedBytes, [&] { kernel(parameters...); });
    return 0;
}

}  // namespace brnpa_cuda

#endif
