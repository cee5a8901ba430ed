#pragma once

#include "letterbox.hpp"
#include "reid/detector_family.hpp"

namespace reid {

/// Where the networks of a family were shown their pictures.
FrameFit fitOf(DetectorFamily family);

/// The preprocessing that the networks of a family are mostly trained with, for a file that does not tell its own.
DetectorInput usualInput(DetectorFamily family, cv::Size size);

}  // namespace reid
