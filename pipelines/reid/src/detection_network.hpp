#pragma once

#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "network/network.hpp"
#include "recognize_family.hpp"

namespace reid {

/// The file of a detector's network, and the sentences about it.
class DetectionNetwork {
  public:
    /// @param file for the sentences. @param read opens it.
    /// @throws InputError when the file is missing or OpenCV cannot read it.
    DetectionNetwork(std::string file, const std::function<std::unique_ptr<Network>()>& read);

    /// Asks for this output only, instead of all.
    void chooseOutput(const std::string& name) { outputs_ = {name}; }

    /// Runs the network once, on grey, and looks what comes out.
    /// @param size of the input, pixels. @param wanted, strides as in recognizeFamily().
    /// @throws InputError when the network takes no such input or no output is that of a detector.
    RecognizedOutput recognize(cv::Size size, std::optional<DetectorFamily> wanted, const std::vector<int>& strides);

    /// @param blob 1 x 3 x H x W, CV_32F.
    std::vector<cv::Mat> forward(const cv::Mat& blob);

    const std::string& file() const { return file_; }

  private:
    std::string file_;
    std::unique_ptr<Network> network_;
    std::vector<std::string> outputs_;
};

}  // namespace reid
