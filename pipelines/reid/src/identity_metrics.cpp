#include "identity_metrics.hpp"

#include "assignment.hpp"

namespace reid {

namespace {

double shareOf(int64_t part, double whole) {
    return whole > 0 ? static_cast<double>(part) / whole : 0;
}

}  // namespace

IdentityMetrics identityMetrics(const TrackComparison& comparison, double enough) {
    // A pair saves one miss and one false positive for each frame in which it agrees: fewest errors, most agreement.
    cv::Mat1d cost(static_cast<int>(comparison.personBoxes.size()), static_cast<int>(comparison.trackBoxes.size()),
                   0.0);
    for (const ComparedFrame& frame : comparison.frames) {
        for (int row = 0; row < frame.overlap.rows; ++row) {
            for (int column = 0; column < frame.overlap.cols; ++column) {
                if (frame.overlap(row, column) >= enough) --cost(frame.people[row], frame.tracks[column]);
            }
        }
    }
    const std::vector<int> trackOf = assign(cost, /*aloneCost=*/0);
    IdentityMetrics metrics;
    for (size_t person = 0; person < trackOf.size(); ++person) {
        if (trackOf[person] >= 0)
            metrics.truePositives -= static_cast<int64_t>(cost(static_cast<int>(person), trackOf[person]));
    }
    const int64_t personBoxes = comparison.allPersonBoxes(), trackBoxes = comparison.allTrackBoxes();
    metrics.falseNegatives = personBoxes - metrics.truePositives;
    metrics.falsePositives = trackBoxes - metrics.truePositives;
    metrics.f1 = shareOf(metrics.truePositives, static_cast<double>(personBoxes + trackBoxes) / 2);
    metrics.precision = shareOf(metrics.truePositives, static_cast<double>(trackBoxes));
    metrics.recall = shareOf(metrics.truePositives, static_cast<double>(personBoxes));
    return metrics;
}

}  // namespace reid
