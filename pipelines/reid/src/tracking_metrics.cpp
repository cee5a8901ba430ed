#include "reid/tracking_metrics.hpp"

#include "clear_mot.hpp"
#include "hota.hpp"
#include "identity_metrics.hpp"
#include "track_comparison.hpp"

namespace reid {

TrackingMetrics evaluateTracks(const MotTracks& groundTruth, const MotTracks& result, double overlap) {
    CV_Assert(overlap > 0 && overlap <= 1);
    const TrackComparison comparison = TrackComparison::of(groundTruth, result);
    return {static_cast<int64_t>(comparison.personBoxes.size()),
            comparison.allPersonBoxes(),
            static_cast<int64_t>(comparison.trackBoxes.size()),
            comparison.allTrackBoxes(),
            clearMot(comparison, overlap),
            identityMetrics(comparison, overlap),
            hota(comparison)};
}

}  // namespace reid
