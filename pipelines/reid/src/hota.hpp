#pragma once

#include "reid/tracking_metrics.hpp"
#include "track_comparison.hpp"

namespace reid {

Hota hota(const TrackComparison& comparison);

}  // namespace reid
