#include "reid/parallel_detector.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "reid/errors.hpp"
#include "reid/network_engine.hpp"

namespace reid {

struct ParallelDetector::Impl {
    using Found = std::vector<Detection>;
    using Task = std::packaged_task<Found(Detector&)>;

    /// What is to be done, for whichever thread is free next.
    class Tasks {
      public:
        void add(Task task) {
            const std::lock_guard<std::mutex> guard(mutex_);
            tasks_.push_back(std::move(task));
            changed_.notify_one();
        }
        void close() {
            const std::lock_guard<std::mutex> guard(mutex_);
            closed_ = true;
            changed_.notify_all();
        }
        /// Invalid after close(), whatever is left to do.
        Task next() {
            std::unique_lock<std::mutex> lock(mutex_);
            changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
            if (closed_) return {};
            Task task = std::move(tasks_.front());
            tasks_.pop_front();
            return task;
        }

      private:
        std::mutex mutex_;
        std::condition_variable changed_;
        std::deque<Task> tasks_;
        bool closed_ = false;
    };

    struct Worker {
        std::unique_ptr<Detector> detector;
        std::thread thread;
    };
    struct Expected {
        cv::Mat frame;
        std::future<Found> found;
    };

    ~Impl() {
        tasks.close();
        for (Worker& worker : workers)
            if (worker.thread.joinable()) worker.thread.join();
    }
    std::future<Found> begin(const cv::Mat& frame) {
        Task task([frame](Detector& detector) { return detector.detect(frame); });
        std::future<Found> found = task.get_future();
        tasks.add(std::move(task));
        return found;
    }

    Tasks tasks;
    std::vector<Worker> workers;
    std::deque<Expected> expected;
};

ParallelDetector::ParallelDetector(const std::function<std::unique_ptr<Detector>()>& make, int threads)
    : impl_(std::make_unique<Impl>()) {
    CV_CheckGE(threads, 1, "ParallelDetector: one thread is needed at least");
    impl_->workers.resize(static_cast<size_t>(threads));
    std::vector<std::future<void>> opened;
    std::mutex making;
    const auto waitForAll = [&] {  // they use what lives here
        for (std::future<void>& each : opened)
            each.wait();
    };
    for (Impl::Worker& worker : impl_->workers) {
        std::promise<void> promise;
        opened.push_back(promise.get_future());
        const auto work = [this, &worker, &make, &making](std::promise<void> made) {
            computeOnThisThreadAlone();
            pthread_setname_np(pthread_self(), "detector");  // for those who look at where the time goes
            try {
                {
                    const std::lock_guard<std::mutex> guard(making);
                    worker.detector = make();
                }
                made.set_value();  // after which neither the mutex nor `make` need be there any more
            } catch (...) {
                made.set_exception(std::current_exception());
                return;
            }
            while (true) {
                Impl::Task task = impl_->tasks.next();
                if (!task.valid()) return;
                task(*worker.detector);
            }
        };
        try {
            worker.thread = std::thread(work, std::move(promise));
        } catch (const std::system_error& error) {
            waitForAll();
            throw ResourceError(std::string("No thread can be started for a detector: ") + error.what() + ".");
        }
    }
    waitForAll();
    for (std::future<void>& each : opened)
        each.get();
}

ParallelDetector::~ParallelDetector() = default;

void ParallelDetector::expect(const cv::Mat& frame) {
    impl_->expected.push_back({frame, impl_->begin(frame)});
}

std::vector<Detection> ParallelDetector::detect(const cv::Mat& frame) {
    const auto found = std::find_if(impl_->expected.begin(), impl_->expected.end(), [&](const Impl::Expected& each) {
        return each.frame.data == frame.data && each.frame.size() == frame.size();
    });
    if (found == impl_->expected.end()) return impl_->begin(frame).get();
    std::future<Impl::Found> detections = std::move(found->found);
    impl_->expected.erase(impl_->expected.begin(), std::next(found));
    return detections.get();
}

int ParallelDetector::ahead() const {
    // What follows takes several times as long for a frame in which many people are looked at.
    constexpr int FOR_THOSE_WHO_ARE_READY_FIRST = 3;
    return static_cast<int>(impl_->workers.size()) + FOR_THOSE_WHO_ARE_READY_FIRST;
}

std::string ParallelDetector::name() const {
    return impl_->workers.front().detector->name();
}

int ParallelDetector::usualInterval() const {
    return impl_->workers.front().detector->usualInterval();
}

double ParallelDetector::startConfidence() const {
    return impl_->workers.front().detector->startConfidence();
}

}  // namespace reid
