#pragma once

#include <functional>
#include <memory>

#include "reid/detector.hpp"

namespace reid {

/// Detectors of one kind, each on a thread of its own with frames of its own. That keeps every core busy, where a
/// network that is spread over all of them waits for the slowest after each layer. For recordings: a single frame is
/// found out about no sooner.
class ParallelDetector : public Detector {
  public:
    /// @param make called on each thread, one after the other; the networks that it opens compute on their thread alone
    ///        as far as oneDNN computes them.
    /// @param threads 1 or more.
    /// @throws whatever make throws. @throws ResourceError when the system has no more threads.
    ParallelDetector(const std::function<std::unique_ptr<Detector>()>& make, int threads);
    ~ParallelDetector() override;

    std::vector<Detection> detect(const cv::Mat& frame) override;
    void expect(const cv::Mat& frame) override;
    int ahead() const override;
    std::string name() const override;
    int usualInterval() const override;
    double startConfidence() const override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid
