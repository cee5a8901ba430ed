#pragma once

#include <vector>

#include "reid/detector.hpp"

namespace reid {

/// Non-maximum suppression: of two boxes for one person the surer one stays. Two boxes are of one person when their
/// intersection over union exceeds overlapThreshold, or when one lies inside the other by more than insideThreshold of
/// its area (a detector that scans many scales often answers with a box twice too big around a good one).
/// @returns the kept detections, surest first.
std::vector<Detection> suppressDuplicates(std::vector<Detection> detections, double overlapThreshold,
                                          double insideThreshold);

}  // namespace reid
