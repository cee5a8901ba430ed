#pragma once

#include <string>
#include <vector>

#include "detect_options.hpp"

/// One file that `brnpa detect` will write, and what goes into it.
struct DetectPart {
    struct Input {
        std::string name;  ///< path or URI
        bool picture;
    };
    std::vector<Input> inputs;
    std::string file;
};

/// Which file gets the detections of which inputs. Makes the output folder, when it is missing and needed.
/// @throws reid::InputError when an input does not exist, --output does not fit the inputs, two videos would share a
///         file, or a file is there already and may not be replaced.
/// @throws reid::ResourceError when the folder cannot be made.
std::vector<DetectPart> planDetection(const DetectOptions& options);
