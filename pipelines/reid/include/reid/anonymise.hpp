#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace reid {

/// Makes people unrecognizable: each box, a tenth larger on every side, becomes gray squares of one brightness each, at
/// most 8 along its longer and 4 along its shorter side, however large it is. Faces, clothes and their colors are gone.
/// Draw on the frame afterwards, not before.
/// @param frame CV_8UC3, B, G, R, changed in place; outside the boxes it stays as it is.
/// @param boxes pixels, for example PersonPipeline::everybody(); what is outside the frame does not count.
/// @throws cv::Exception for a frame of another type.
void anonymise(cv::Mat& frame, const std::vector<cv::Rect2f>& boxes);

/// The parts of a frame of this size that anonymise() changes, inside its borders; they may overlap.
std::vector<cv::Rect> anonymisedParts(const std::vector<cv::Rect2f>& boxes, cv::Size frame);

}  // namespace reid
