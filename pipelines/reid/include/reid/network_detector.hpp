#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>

#include "reid/detector.hpp"
#include "reid/detector_folder.hpp"
#include "reid/network_engine.hpp"

namespace reid {

/// What may be said about a detector besides which one it is; what is empty is the detector's own affair.
struct DetectorOptions {
    std::optional<DetectorFamily> family;  ///< of a network file; empty: told by the shapes of its outputs
    std::optional<cv::Size> inputSize;     ///< of a network, pixels: faster small, and finds smaller people large
    std::optional<double> score;           ///< lowest confidence that is kept
    std::optional<double> overlap;   ///< intersection over union above which the weaker of two boxes is dropped, 0..1
    std::optional<int> personClass;  ///< of a network file: index of the class "person"; for SSD its label
    /// Confidence from which on a detection of a network may start a track: between the two, it only carries one on.
    double startScore = 0.5;
    NetworkEngine engine = NetworkEngine::Automatic;  ///< of an ONNX network; OpenCV computes those of Darknet
};

/// A detection network. Not thread safe: one per thread.
class NetworkDetector : public Detector {
  public:
    /// @throws InputError when the engine cannot run the network, its outputs do not fit model.json, or an option is
    /// out
    ///         of range or is said by model.json already (family, personClass).
    explicit NetworkDetector(const DetectorFolder& folder, const DetectorOptions& options = {});

    /// @param file NAME.onnx, or NAME.cfg or NAME.weights of Darknet, with the other one beside it. Preprocessing is
    ///        that of the family. Input size: the option's, else the file's, else 640 x 640.
    /// @throws InputError when the file is missing, cannot be read by this version of OpenCV, or has outputs of no
    ///         family, or an option is out of range.
    explicit NetworkDetector(const std::string& file, const DetectorOptions& options = {});
    ~NetworkDetector() override;

    std::vector<Detection> detect(const cv::Mat& frame) override;
    std::string name() const override;
    double startConfidence() const override;

    DetectorFamily family() const;
    cv::Size inputSize() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid
