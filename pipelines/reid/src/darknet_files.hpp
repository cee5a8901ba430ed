#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// The files of a Darknet network, which lie side by side: NAME.cfg, NAME.weights and perhaps NAME.names.
struct DarknetFiles {
    std::string cfg, weights;
    cv::Size inputSize;                ///< from [net] of the .cfg, pixels
    std::vector<std::string> classes;  ///< from NAME.names, one a line; empty where there is no such file
};

/// @param path of the .cfg or the .weights.
/// @throws InputError when one of the two is missing or the .cfg has no input size.
DarknetFiles findDarknetFiles(const std::string& path);

}  // namespace reid
