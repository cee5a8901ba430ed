#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>

#include "reid/embedder.hpp"

namespace reid {

/// One tracked person in one frame.
struct Person {
    int trackId = 0;
    std::optional<int> identity;     ///< from the gallery; empty until it is certain who it is
    cv::Rect2f box;                  ///< pixels of the frame, cut at its borders
    float confidence = 0;            ///< of the last detection
    bool detected = false;           ///< in this frame; false: carried on by the tracker
    std::optional<double> distance;  ///< to the gallery when the identity was given; empty for a person enrolled as new
    std::optional<double> runnerUp;  ///< distance to the second nearest identity then
    bool looked = false;             ///< in this frame; false: appearance is that of an earlier one
    Appearance appearance;
    cv::Mat steadySaliency;  ///< for the eye: K x h x w, of this and earlier frames (SteadySaliency); may be empty
    std::string name;        ///< of the identity, from the gallery; empty where it has none
};

}  // namespace reid
