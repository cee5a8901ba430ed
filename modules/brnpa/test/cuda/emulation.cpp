// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifdef BRNPA_CUDA_EMULATION
#include "emulation.hpp"

#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <numeric>
#include <random>
#include <stdexcept>

emulation::Index threadIdx, blockIdx, blockDim;

namespace emulation {

namespace {

using boost::context::fiber;

constexpr int kWarp = 32;                 // threads
constexpr std::size_t kStack = 64 << 10;  // bytes of a thread
constexpr std::size_t kGuard = 256;       // bytes behind shared memory
constexpr unsigned char kGuardByte = 0xA5;
constexpr unsigned char kNotANumber = 0xFF;  // in every byte of a float or a double

enum class State { Ready, AtShuffle, AtBarrier, AtEnd };

struct Thread {
    fiber itself, scheduler;
    State state = State::Ready;
    int barrier = -1;
    unsigned shuffles = 0;
};

//! Two rows of values, because the first lane to leave a shuffle may enter the next one before the last has read.
struct Warp {
    std::uint64_t values[2][kWarp];
    int arrived = 0;
};

std::vector<int> ordered(std::size_t count, std::mt19937& random) {
    std::vector<int> indices(count);
    std::iota(indices.begin(), indices.end(), 0);
    if (settings().order == Order::Backward) std::reverse(indices.begin(), indices.end());
    if (settings().order == Order::Shuffled) std::shuffle(indices.begin(), indices.end(), random);
    return indices;
}

std::vector<Barrier>& knownBarriers() {
    static std::vector<Barrier> known;
    return known;
}

//! The one launch that is going on.
class Launch {
  public:
    Launch(int threads, std::size_t sharedBytes, const std::function<void()>& kernel)
        : threads_(threads), warps_(threads / kWarp), memory_(sharedBytes + kGuard), random_(settings().randomSeed) {
        if (threads % kWarp) throw std::logic_error("threads have to be a multiple of 32");
        for (Thread& thread : threads_)
            thread.itself = fiber(std::allocator_arg, boost::context::fixedsize_stack(kStack),
                                  [&thread, &kernel](fiber&& scheduler) {
                                      thread.scheduler = std::move(scheduler);
                                      for (;;) {
                                          kernel();
                                          thread.state = State::AtEnd;
                                          thread.scheduler = std::move(thread.scheduler).resume();
                                      }
                                      return std::move(thread.scheduler);
                                  });
    }

    void block() {
        const std::size_t sharedBytes = memory_.size() - kGuard;
        std::fill_n(memory_.begin(), sharedBytes, kNotANumber);
        std::fill(memory_.begin() + static_cast<std::ptrdiff_t>(sharedBytes), memory_.end(), kGuardByte);
        for (Thread& thread : threads_)
            thread.state = State::Ready;
        lanes_ = ordered(kWarp, random_);
        while (!all(State::AtEnd)) {
            for (const int warp : ordered(warps_.size(), random_))
                while (advance(warp)) {
                }
            passBarrier();
        }
        if (std::count(memory_.end() - kGuard, memory_.end(), kGuardByte) != kGuard)
            throw std::logic_error("a block has written beyond its shared memory");
    }

    void wait(int barrier) {
        threads_[current_].barrier = barrier;
        pause(State::AtBarrier);
    }

    std::uint64_t exchange(std::uint64_t value, int laneMask) {
        Warp& warp = warps_[current_ / kWarp];
        const int lane = current_ % kWarp, row = static_cast<int>(threads_[current_].shuffles++ % 2);
        warp.values[row][lane] = value;
        if (++warp.arrived == kWarp) {
            warp.arrived = 0;
            for (int i = 0; i < kWarp; ++i)
                threads_[current_ - lane + i].state = State::Ready;
        } else {
            pause(State::AtShuffle);
        }
        return warp.values[row][lane ^ laneMask];
    }

    unsigned char* memory() { return memory_.data(); }

  private:
    bool all(State state) const {
        return std::all_of(threads_.begin(), threads_.end(), [=](const Thread& t) { return t.state == state; });
    }

    //! Lets each thread of a warp run until it has to wait. False when all of them wait.
    bool advance(int warp) {
        bool any = false;
        for (const int lane : lanes_) {
            current_ = warp * kWarp + lane;
            Thread& thread = threads_[current_];
            if (thread.state != State::Ready) continue;
            threadIdx.x = static_cast<unsigned>(current_);
            thread.itself = std::move(thread.itself).resume();
            any = true;
        }
        return any;
    }

    void passBarrier() {
        if (all(State::AtEnd)) return;
        for (const Thread& thread : threads_)
            if (thread.state != State::AtBarrier || thread.barrier != threads_[0].barrier)
                throw std::logic_error("not all threads of a block come to the same barrier or shuffle");
        for (Thread& thread : threads_)
            thread.state = State::Ready;
    }

    void pause(State state) {
        const int self = current_;
        Thread& thread = threads_[self];
        thread.state = state;
        thread.scheduler = std::move(thread.scheduler).resume();
    }

    std::vector<Thread> threads_;
    std::vector<Warp> warps_;
    std::vector<unsigned char> memory_;
    std::mt19937 random_;
    std::vector<int> lanes_;  // the order of the threads in a warp
    int current_ = 0;
};

Launch* current = nullptr;

}  // namespace

Settings& settings() {
    static Settings instance;
    return instance;
}

const std::vector<Barrier>& barriers() {
    return knownBarriers();
}

void run(std::size_t blocks, int threads, std::size_t sharedBytes, const std::function<void()>& kernel) {
    std::mt19937 random(settings().randomSeed);
    Launch launch(threads, sharedBytes, kernel);
    current = &launch;
    blockDim.x = static_cast<unsigned>(threads);
    for (const int block : ordered(blocks, random)) {
        blockIdx.x = static_cast<unsigned>(block);
        launch.block();
    }
    current = nullptr;
}

void barrier(const char* file, int line) {
    std::vector<Barrier>& known = knownBarriers();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const Barrier& b) { return b.line == line && b.file == file; });
    const int index = static_cast<int>(found - known.begin());
    if (found == known.end()) known.push_back({file, line});
    if (index != settings().ignoredBarrier) current->wait(index);
}

unsigned char* blockMemory() {
    return current->memory();
}

std::uint64_t exchange(std::uint64_t value, int laneMask) {
    return current->exchange(value, laneMask);
}

}  // namespace emulation
#endif
