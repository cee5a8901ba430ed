#include "whole_views.hpp"

#include "boxes.hpp"

namespace reid {

namespace {

// A box as near to the border of the frame is cut there. Of somebody who comes in the detector finds less than there is
// to see, so that in the beginning the share is one of the box's height, and later of the frame's: who fills the
// picture has come in.
constexpr int COMING_IN = 30;  // detections
constexpr double COMING_IN_SHARE = 0.1, BORDER_SHARE = 0.01;

}  // namespace

bool isAtBorder(const cv::Rect2f& box, int detections, cv::Size frame) {
    if (frame.empty()) return false;
    const auto margin =
        static_cast<float>(detections < COMING_IN ? COMING_IN_SHARE * box.height : BORDER_SHARE * frame.height);
    return box.x < margin || box.y < margin || box.br().x > static_cast<float>(frame.width) - margin ||
           box.br().y > static_cast<float>(frame.height) - margin;
}

std::vector<char> crowdedOnes(const std::vector<Detection>& detections, double crowdedShare) {
    std::vector<char> crowded(detections.size(), 0);
    for (size_t i = 0; i < detections.size(); ++i) {
        for (size_t j = 0; j < detections.size(); ++j) {
            if (i != j && coveredShare(detections[i].box, detections[j].box) > crowdedShare) crowded[i] = 1;
        }
    }
    return crowded;
}

}  // namespace reid
