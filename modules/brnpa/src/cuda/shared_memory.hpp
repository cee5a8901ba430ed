// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_CUDA_SHARED_MEMORY_HPP
#define BRNPA_CUDA_SHARED_MEMORY_HPP

#include <cstddef>

#include "../kernel/host_device.hpp"

namespace brnpa_cuda {

constexpr int kWarp = 32;          // threads
constexpr int kMaxThreads = 512;   // of a block
constexpr int kBlocks = 2;         // of so many threads, where the compiler would rather spill
constexpr std::size_t kLine = 16;  // bytes; the widest load

//! Divides a piece of memory. Host and device do it alike: the host to know the size, with a base of nullptr.
class Arena {
  public:
    BRNPA_HOST_DEVICE explicit Arena(void* base) : base_(static_cast<unsigned char*>(base)), bytes_(0) {}

    template <class T>
    BRNPA_HOST_DEVICE T* take(std::size_t count) {
        T* const start = base_ ? reinterpret_cast<T*>(base_ + bytes_) : nullptr;
        bytes_ += (count * sizeof(T) + kLine - 1) / kLine * kLine;
        return start;
    }

    BRNPA_HOST_DEVICE std::size_t bytes() const { return bytes_; }

  private:
    unsigned char* base_;
    std::size_t bytes_;
};

//! A pixel's activity and its index.
struct Candidate {
    float activity;
    int pixel;
};

//! What the reductions of a block need; used once between two barriers.
struct ReductionMemory {
    BRNPA_HOST_DEVICE ReductionMemory(Arena& memory, int threads)
        : sums(memory.take<double>(threads / kWarp)), candidates(memory.take<Candidate>(threads / kWarp)) {}

    double* sums;           // a warp
    Candidate* candidates;  // a warp
};

//! Of the kernels that go over one tile of pixels.
struct TileMemory {
    BRNPA_HOST_DEVICE TileMemory(Arena& memory, int threads, int tilePixels)
        : warpSums(memory.take<float>(static_cast<std::size_t>(threads / kWarp) * tilePixels)),
          similarity(memory.take<float>(tilePixels)) {}

    float* warpSums;    // warps x tile
    float* similarity;  // tile
};

//! Of the kernel that keeps a whole image.
struct ImageMemory {
    BRNPA_HOST_DEVICE ImageMemory(Arena& memory, int threads, int tilePixels, int channels, int pixels,
                                  std::size_t elementBytes)
        : reduction(memory, threads),
          warpSums(memory.take<float>(static_cast<std::size_t>(threads / kWarp) * tilePixels)),
          norms(memory.take<float>(pixels)),
          activity(memory.take<float>(pixels)),
          similarity(memory.take<float>(pixels)),
          unitSeed(memory.take<float>(channels)),
          features(memory.take<unsigned char>(elementBytes * channels * pixels)) {}

    ReductionMemory reduction;
    float *warpSums, *norms, *activity, *similarity, *unitSeed;
    unsigned char* features;  // C x P
};

}  // namespace brnpa_cuda

#endif
