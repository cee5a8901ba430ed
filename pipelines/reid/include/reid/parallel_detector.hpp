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
    /// @param make called once on each thread; the networks it opens compute on that thread alone.
    /// @param threads 1 or more.
    /// @throws whatever make throws.
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
