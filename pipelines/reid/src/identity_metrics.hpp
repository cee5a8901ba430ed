#pragma once

#include "reid/tracking_metrics.hpp"
#include "track_comparison.hpp"

namespace reid {

/// @param enough overlap from which on boxes match, above 0, up to 1.
IdentityMetrics identityMetrics(const TrackComparison& comparison, double enough);

}  // namespace reid
