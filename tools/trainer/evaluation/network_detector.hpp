#pragma once

#include "evaluation/detector.hpp"
#include "tasks/detection_network.hpp"

namespace brnpa::trainer {

//! What a recipe says of its detector.
DetectorDescription describeDetector(const DetectionRecipe& recipe);

//! A detector in LibTorch.
class NetworkDetector : public Detector {
  public:
    /** @param network is shared and set to evaluation mode. */
    NetworkDetector(DetectionNetwork network, const DetectionRecipe& recipe)
        : network_(std::move(network)), description_(describeDetector(recipe)) {}

    const DetectorDescription& description() const override { return description_; }
    cv::Mat run(const cv::Mat& blob) override;

  private:
    DetectionNetwork network_;
    DetectorDescription description_;
};

//! A network's output as the exported model has it: the scores behind the sigmoid.
torch::Tensor detectionsOf(const torch::Tensor& output);

}  // namespace brnpa::trainer
