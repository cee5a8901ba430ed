// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_TEAM_HPP
#define BRNPA_KERNEL_TEAM_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace brnpa_kernel {

/** Threads that do many short jobs one after the other. To start a thread takes longer than to read a million numbers,
so it is started once for all jobs; and nobody waits for one that comes late, or never: the others do its share.

The leader takes the pieces of a job from the first on, who helps from the last on. So the same thread comes to the
same pieces in every job, and finds them in its cache.
*/
class Team {
  public:
    //! Every thread calls this once. The first leads: it runs lead(), which calls share(); the others help until it
    //! returns.
    template <class Lead>
    void join(const Lead& lead) {
        if (led_.exchange(true)) {
            help();
            return;
        }
        lead();
        pieces_.store(kOver, std::memory_order_release);
    }

    static constexpr std::size_t kMostPieces = 0xffff;

    //! work(i) once for each i < count <= kMostPieces, on all threads; returns when that is done. For the leader.
    template <class Work>
    void share(std::size_t count, const Work& work) {
        work_.store(&work, std::memory_order_relaxed);
        call_.store([](const void* each, std::size_t i) { (*static_cast<const Work*>(each))(i); },
                    std::memory_order_relaxed);
        done_.store(0, std::memory_order_relaxed);
        pieces_.store(++job_ << 32 | count << 16, std::memory_order_release);
        while (take(false)) {
        }
        for (Patience patience; done_.load(std::memory_order_acquire) != count;)
            patience.wait();
    }

  private:
    static constexpr std::uint64_t kOver = 0;  // there is no job 0

    //! Spins for as long as a job takes, then lets others run.
    class Patience {
      public:
        void wait() {
            if (++turns_ > kTurns) {
                std::this_thread::yield();
                return;
            }
#if defined(__x86_64__) && defined(__GNUC__)
            __builtin_ia32_pause();
#endif
        }

      private:
        static constexpr int kTurns = 4000;
        int turns_ = 0;
    };

    void help() {
        for (Patience patience; pieces_.load(std::memory_order_acquire) != kOver;) {
            if (take(true))
                patience = {};
            else
                patience.wait();
        }
    }

    //! Does the first or the last piece that is left; false where there is none.
    bool take(bool last) {
        std::uint64_t pieces = pieces_.load(std::memory_order_acquire);
        const std::uint64_t begin = pieces & kMostPieces, end = pieces >> 16 & kMostPieces;
        if (begin == end) return false;
        // They are those of this job as long as a piece of it is left, and so if the exchange succeeds.
        const void* work = work_.load(std::memory_order_relaxed);
        const auto call = call_.load(std::memory_order_relaxed);
        const std::uint64_t others = last ? pieces - (1 << 16) : pieces + 1;
        if (!pieces_.compare_exchange_strong(pieces, others, std::memory_order_acq_rel)) return true;
        call(work, static_cast<std::size_t>(last ? end - 1 : begin));
        done_.fetch_add(1, std::memory_order_release);
        return true;
    }

    std::atomic<bool> led_{false};
    std::uint64_t job_ = 1;
    // Of the job: its number, and the range of pieces that nobody has taken, end and begin in 16 bits each.
    alignas(64) std::atomic<std::uint64_t> pieces_{std::uint64_t{1} << 32};
    std::atomic<const void*> work_{nullptr};
    std::atomic<void (*)(const void*, std::size_t)> call_{nullptr};
    alignas(64) std::atomic<std::size_t> done_{0};
};

}  // namespace brnpa_kernel

#endif
