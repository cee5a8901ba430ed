#pragma once

#include <string>

namespace reid {

/// What computes a network.
enum class NetworkEngine {
    Automatic,      ///< oneDNN where it is built in and knows every operator of the network, else OpenCV
    OpenCv,         ///< cv::dnn
    OneDnn,         ///< oneDNN, or an error that says why not
    OneDnnBfloat16  ///< the same with convolutions in bfloat16, on processors that have it: faster, less exact
};

/// @param name "auto", "opencv", "onednn" or "onednn-bf16".
/// @throws InputError for another one, for oneDNN where it is not built in, and for bfloat16 where the processor has
/// none.
NetworkEngine engineNamed(const std::string& name);

/// Networks that this thread opens and runs from now on compute on it alone, as far as oneDNN computes them; for
/// threads that work side by side.
void computeOnThisThreadAlone();

}  // namespace reid
