#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "data/person_pictures.hpp"

namespace brnpa::trainer {

//! A decoded picture, R, G, B (CV_8UC3), and who is in it, in its pixels.
struct DetectionSample {
    cv::Mat picture;
    std::vector<PersonBox> boxes;
};

}  // namespace brnpa::trainer
