#pragma once

#include <opencv2/core/utility.hpp>

namespace brnpa::trainer {

//! OpenCV runs on one thread while it lives.
class SingleThread {
  public:
    SingleThread() : threads_(cv::getNumThreads()) { cv::setNumThreads(1); }
    ~SingleThread() { cv::setNumThreads(threads_); }
    SingleThread(const SingleThread&) = delete;
    SingleThread& operator=(const SingleThread&) = delete;

  private:
    int threads_;
};

}  // namespace brnpa::trainer
