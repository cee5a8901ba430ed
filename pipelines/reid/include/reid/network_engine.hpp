#pragma once

#include <string>

namespace reid {

/// What computes a network.
enum class NetworkEngine {
    Automatic,  ///< oneDNN where it is built in and knows every operator of the network, else OpenCV
    OpenCv,     ///< cv::dnn
    OneDnn      ///< oneDNN, or an error that says why not
};

/// @param name "auto", "opencv" or "onednn".
/// @throws InputError for another one, and for "onednn" where it is not built in.
NetworkEngine engineNamed(const std::string& name);

}  // namespace reid
