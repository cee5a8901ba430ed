#pragma once

#include <opencv2/objdetect.hpp>

#include "reid/detector.hpp"

namespace reid {

struct HogOptions {
    double scale = 1.5;             ///< the frame is enlarged by this first, so that people under 128 pixels are found
    double minConfidence = 0.3;     ///< margin of the classifier; 0 is its own decision boundary
    double startConfidence = 1.6;   ///< margin from which a detection starts a new track
    double overlapThreshold = 0.4;  ///< intersection over union above which the weaker of two detections is dropped
    double insideThreshold = 0.8;   ///< the weaker of two is also dropped when this share of one lies inside the other
    /// The classifier's window of 64 x 128 pixels has a margin of about 16 around a person of about 96 (Dalal and
    /// Triggs, section 6.4); a box is shrunk about its center by these factors, so that it fits the person.
    double widthShare = 0.66;
    double heightShare = 0.78;
};

/// OpenCV's built-in person detector (Dalal and Triggs, CVPR 2005): needs no file.
class HogDetector : public Detector {
  public:
    /// @throws cv::Exception that names the option when one is out of range.
    explicit HogDetector(const HogOptions& options = {});
    std::vector<Detection> detect(const cv::Mat& frame) override;
    std::string name() const override { return "hog"; }
    int usualInterval() const override { return 5; }
    double startConfidence() const override { return options_.startConfidence; }

  private:
    HogOptions options_;
    cv::HOGDescriptor hog_;
};

}  // namespace reid
