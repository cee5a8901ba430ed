#include "clear_mot.hpp"

#include <algorithm>
#include <limits>

#include "assignment.hpp"

namespace reid {

namespace {

constexpr double CONTINUED = 1000;  // more than all overlaps of a frame together
constexpr int NO_TRACK = -1;

/// For each person of the frame the place of its track in the frame, or -1.
std::vector<int> pairUp(const ComparedFrame& frame, const std::vector<int>& trackBefore, double enough) {
    cv::Mat1d cost(frame.overlap.size(), std::numeric_limits<double>::infinity());
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            const double overlap = frame.overlap(row, column);
            if (overlap < enough - OVERLAP_SLACK) continue;
            const bool continued = trackBefore[frame.people[row]] == frame.tracks[column];
            cost(row, column) = -overlap - (continued ? CONTINUED : 0);
        }
    }
    return assign(cost, /*aloneCost=*/0);
}

/// What is known about one person so far.
struct Fate {
    int64_t matches = 0;
    int64_t pieces = 0;  // runs of frames with a match
    int lastTrack = NO_TRACK;
};

}  // namespace

ClearMot clearMot(const TrackComparison& comparison, double enough) {
    ClearMot metrics;
    std::vector<Fate> fates(comparison.personBoxes.size());
    std::vector<int> trackBefore(fates.size(), NO_TRACK);  // of each person, in the frame before
    double overlapSum = 0;
    for (const ComparedFrame& frame : comparison.frames) {
        if (frame.people.empty() || frame.tracks.empty()) continue;
        const std::vector<int> columns = pairUp(frame, trackBefore, enough);
        std::vector<int> trackNow(fates.size(), NO_TRACK);
        for (size_t row = 0; row < columns.size(); ++row) {
            if (columns[row] < 0) continue;
            const int person = frame.people[row], track = frame.tracks[columns[row]];
            Fate& fate = fates[person];
            if (fate.lastTrack != NO_TRACK && fate.lastTrack != track) ++metrics.identitySwitches;
            if (trackBefore[person] == NO_TRACK) ++fate.pieces;
            ++fate.matches;
            fate.lastTrack = trackNow[person] = track;
            overlapSum += frame.overlap(static_cast<int>(row), columns[row]);
        }
        trackBefore.swap(trackNow);
    }
    for (size_t person = 0; person < fates.size(); ++person) {
        const Fate& fate = fates[person];
        const int64_t boxes = comparison.personBoxes[person];
        metrics.matches += fate.matches;
        metrics.fragmentations += std::max<int64_t>(fate.pieces - 1, 0);
        // Shares of 4/5 and 1/5 in whole numbers, so that no rounding moves a person across the border.
        if (5 * fate.matches > 4 * boxes)
            ++metrics.mostlyTracked;
        else if (5 * fate.matches >= boxes)
            ++metrics.partlyTracked;
        else
            ++metrics.mostlyLost;
    }
    const int64_t personBoxes = comparison.allPersonBoxes();
    metrics.misses = personBoxes - metrics.matches;
    metrics.falsePositives = comparison.allTrackBoxes() - metrics.matches;
    const auto right = static_cast<double>(metrics.matches - metrics.falsePositives - metrics.identitySwitches);
    if (personBoxes > 0) metrics.mota = right / static_cast<double>(personBoxes);
    if (metrics.matches > 0) metrics.motp = overlapSum / static_cast<double>(metrics.matches);
    return metrics;
}

}  // namespace reid
