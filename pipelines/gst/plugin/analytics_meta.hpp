#pragma once

#include <optional>

#include "person_region.hpp"

/// The same people once more as GstAnalyticsRelationMeta, for elements that read that; only where the plugin was built
/// with GStreamer 1.24 or later, otherwise these functions do nothing.
namespace brnpa {

/// A detected person: an object-detection entry.
void noteDetection(GstBuffer* buffer, Region* region, float confidence);

/// A tracked person: a tracking entry, related to the detection where the region has one, else to a new entry of the
/// tracked box.
void noteTrack(GstBuffer* buffer, Region* region, const reid::Track& track);

}  // namespace brnpa
