#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "common/parallel.hpp"

namespace brnpa::trainer {

/** Makes items number first, first + 1, ... in threads of its own, a few ahead of the caller, and hands them out in
order. What an item is depends on its number alone: any number of threads gives the same. */
template <class Item>
class OrderedProducer {
  public:
    /** @param first, end the numbers of the items are first to end - 1.
        @param make the item of a number; called by several threads at once.
        @param threads that make items; 0: one for each processor. */
    OrderedProducer(std::size_t first, std::size_t end, std::function<Item(std::size_t)> make, std::size_t threads = 0)
        : make_(std::move(make)),
          ahead_(threadCount(threads) + spareItems),
          toGive_(first),
          toMake_(first),
          end_(end),
          start_(Clock::now()),
          lastGiven_(start_) {
        for (std::size_t i = 0; i < threadCount(threads); ++i)
            threads_.emplace_back(&OrderedProducer::work, this);
    }

    ~OrderedProducer() {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            stop_ = true;
        }
        changed_.notify_all();
        for (auto& thread : threads_)
            thread.join();
    }
    OrderedProducer(const OrderedProducer&) = delete;
    OrderedProducer& operator=(const OrderedProducer&) = delete;

    //! The next item. @throws std::logic_error behind the last one; at the place of an item that failed what its thread
    //! threw.
    Item next() {
        const auto begin = Clock::now();
        Outcome outcome;
        {
            std::unique_lock<std::mutex> lock(mutex_);
            if (toGive_ >= end_) throw std::logic_error("the epoch has no further batch");
            changed_.wait(lock, [this] { return ready_.count(toGive_) > 0; });
            if (ready_.at(toGive_).failure) std::rethrow_exception(ready_.at(toGive_).failure);
            outcome = std::move(ready_.at(toGive_));
            ready_.erase(toGive_++);
        }
        changed_.notify_all();
        lastGiven_ = Clock::now();
        waited_ += lastGiven_ - begin;
        return std::move(outcome.item);
    }

    //! 0..1: the time that next() waited for an item, of the time from the construction to the end of the last next().
    double waitingShare() const {
        const double whole = std::chrono::duration<double>(lastGiven_ - start_).count();
        return whole > 0 ? std::chrono::duration<double>(waited_).count() / whole : 0;
    }

    //! Most items that are made or being made beyond those that next() gave.
    std::size_t ahead() const { return ahead_; }

  private:
    using Clock = std::chrono::steady_clock;

    static constexpr std::size_t spareItems = 2;  // that lie ready while every thread makes another one

    struct Outcome {
        Item item;
        std::exception_ptr failure;
    };

    void work() {
        std::unique_lock<std::mutex> lock(mutex_);
        while (true) {
            changed_.wait(lock, [this] { return stop_ || toMake_ >= end_ || toMake_ < toGive_ + ahead_; });
            if (stop_ || toMake_ >= end_) return;
            const std::size_t number = toMake_++;
            lock.unlock();
            Outcome outcome;
            try {
                outcome.item = make_(number);
            } catch (...) {
                outcome.failure = std::current_exception();
            }
            lock.lock();
            // Behind an item that failed there is nothing to give.
            if (outcome.failure) toMake_ = end_;
            ready_.emplace(number, std::move(outcome));
            changed_.notify_all();
        }
    }

    std::function<Item(std::size_t)> make_;
    std::size_t ahead_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::size_t, Outcome> ready_;  // by number
    std::size_t toGive_, toMake_, end_;     // numbers
    bool stop_ = false;

    Clock::time_point start_, lastGiven_;  // of the caller's thread alone
    Clock::duration waited_{};
    std::vector<std::thread> threads_;
};

}  // namespace brnpa::trainer
