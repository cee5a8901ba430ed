#pragma once

#include <string>
#include <vector>

#include "run/training_log.hpp"

namespace brnpa::trainer {

/** A picture of a training, 900 x 640 pixels, as an SVG file that needs nothing else: loss, accuracy with the
validation's rank 1 and mAP, learning rate, and images a second.

The horizontal axis is the epoch, or the step where epochs repeat and every record has a step. Records that a resumed
training wrote again count once: the later ones do. */
std::string curvesSvg(const std::vector<LogRecord>& records);

/** Reads a log and writes its picture, whole or not at all.
@throws InputError for a log that does not fit, ResourceError where the picture cannot be written. */
void writeCurves(const std::string& log, const std::string& svg);

}  // namespace brnpa::trainer
