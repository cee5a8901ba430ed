#pragma once

#include <gst/gst.h>

#include <optional>
#include <vector>

/// What is said about a frame as a whole, in a GstCustomMeta of the name "BrnpaFrame": whether the detector ran, what
/// it found, and the tracks that live but are not shown, which elements further down must not forget.
namespace brnpa {

/// Once a process, before the first mark.
void registerFrameMark();

/// Whether a brnpadetect or brnpatrack has seen the frame.
bool isMarked(GstBuffer* buffer);

struct DetectorMark {
    bool ran;
    double startConfidence;  ///< from which on a detection may start a track
};

void markDetector(GstBuffer* buffer, const DetectorMark& mark);
/// Empty where no brnpadetect marked the frame.
std::optional<DetectorMark> detectorMarkOf(GstBuffer* buffer);

/// @param hidden structures as in person_region.hpp; they are freed.
void markTracks(GstBuffer* buffer, const std::vector<GstStructure*>& hidden);

/// The structures given to markTracks(); they are the buffer's.
std::vector<const GstStructure*> hiddenTracksOf(GstBuffer* buffer);

/// All that the detector found in the frame: below the tracker there is a region only where a track is shown.
/// @param detections structures as in person_region.hpp; they are freed.
void markDetections(GstBuffer* buffer, const std::vector<GstStructure*>& detections);

/// The structures given to markDetections(); they are the buffer's.
std::vector<const GstStructure*> detectionsOf(GstBuffer* buffer);

}  // namespace brnpa
