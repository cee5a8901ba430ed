#pragma once

#include <opencv2/objdetect.hpp>

#include "reid/detector.hpp"

namespace reid {

struct HogOptions {
    double scale = 1.5;             ///< the frame is enlarged by this first, so that people under 128 pixels are found
    double minConfidence = 0.3;     ///< margin of the classifier; 0 is its own decision boundary
    double overlapThreshold = 0.4;  ///< intersection over union above which the weaker of two detections is dropped
};

/// OpenCV's built-in person detector (Dalal and Triggs, CVPR 2005): needs no file.
class HogDetector : public Detector {
  public:
    explicit HogDetector(const HogOptions& options = {});
    std::vector<Detection> detect(const cv::Mat& frame) override;
    std::string name() const override { return "hog"; }

  private:
    HogOptions options_;
    cv::HOGDescriptor hog_;
};

}  // namespace reid
