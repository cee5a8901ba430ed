#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

#include "reid/network_engine.hpp"

namespace reid {

/// A network of one input. Not thread safe: one per thread.
class Network {
  public:
    virtual ~Network() = default;

    /// Of the file, in its order.
    virtual std::vector<std::string> outputs() const = 0;

    /// @param blob of the input's shape, CV_32F, continuous. @param outputs their names.
    /// @returns one array for each, to be read before the next pass.
    /// @throws cv::Exception, or InputError, when the network cannot be run on this shape.
    virtual std::vector<cv::Mat> forward(const cv::Mat& blob, const std::vector<std::string>& outputs) = 0;
};

/// @throws cv::Exception or InputError when the file cannot be read.
std::unique_ptr<Network> openOnnx(const std::string& path, NetworkEngine engine);

/// A network that cv::dnn has read.
std::unique_ptr<Network> openWithOpencv(const cv::dnn::Net& net);

#ifdef BRNPA_WITH_ONEDNN
/// What it cannot do shows only when forward() meets a shape: then it throws UnsupportedNetwork.
/// @param brief convolutions in bfloat16 instead of float.
/// @throws InputError when the file cannot be read.
std::unique_ptr<Network> openWithOnednn(const std::string& path, bool brief);

/// Whether this processor multiplies bfloat16 itself.
bool computesInBfloat16();
#endif

/// Why a network cannot be run by an engine; another one may.
class UnsupportedNetwork : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace reid
