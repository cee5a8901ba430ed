#include <algorithm>
#include <limits>

#include "boxes.hpp"
#include "tracker_impl.hpp"

namespace reid {

namespace {

// A detection that overlaps somebody who is followed by more than this (intersection over union) starts no track:
// nobody comes out of another person. NvDCF of DeepStream has 0.37 to 0.74 for it (minIouDiff4NewTarget).
constexpr double NEWCOMER_OVERLAP = 0.4;

cv::Rect2f grown(const cv::Rect2f& box, const cv::Size2f& margin) {
    return {box.x - margin.width, box.y - margin.height, box.width + 2 * margin.width, box.height + 2 * margin.height};
}

}  // namespace

/// @returns tracks x detections; 0 where they cannot be the same.
cv::Mat1d Tracker::Impl::overlaps(const std::vector<Detection>& detections) const {
    cv::Mat1d shared(static_cast<int>(tracks.size()), static_cast<int>(detections.size()), 0.0);
    for (int row = 0; row < shared.rows; ++row) {
        for (int column = 0; column < shared.cols; ++column) {
            // A weak detection far from where the person is expected is rather a thing that stands there.
            const cv::Size2f margin =
                isWeak(detections[column]) ? cv::Size2f() : followed[row].filter.centerDeviation();
            const double grownOverlap = overlap(grown(tracks[row].box, margin), grown(detections[column].box, margin));
            if (grownOverlap >= options.minOverlap) shared(row, column) = grownOverlap;
        }
    }
    return shared;
}

/// @returns for each track its detection where there is no doubt and no look is due, else -1.
std::vector<int> Tracker::Impl::clearPairs(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                           const std::vector<char>& crowded) const {
    std::vector<int> pairs(tracks.size(), -1);
    if (detections.empty()) return pairs;
    for (int row = 0; row < shared.rows; ++row) {
        const Track& track = tracks[row];
        if (!track.confirmed || track.framesSinceLook >= options.lookEvery) continue;
        if (cv::countNonZero(shared.row(row)) != 1) continue;
        cv::Point best;
        cv::minMaxLoc(shared.row(row), nullptr, nullptr, nullptr, &best);
        const int column = best.x;
        const bool clear = cv::countNonZero(shared.col(column)) == 1 && crowded[column] == 0 &&
                           overlap(track.box, detections[column].box) >= options.clearOverlap;
        if (clear) pairs[row] = column;
    }
    return pairs;
}

/// Where the track is expected, which the last run of the detector found.
bool Tracker::Impl::isExpected(size_t index, const Detection& detection) const {
    return tracks[index].misses == 0 && overlap(tracks[index].box, detection.box) >= options.clearOverlap;
}

/// @param appearances empty for detections that were not looked at, which pair with nobody.
cv::Mat1d Tracker::Impl::pairCosts(const cv::Mat1d& shared, const std::vector<Detection>& detections,
                                   const std::vector<Embedding>& appearances) const {
    cv::Mat1d cost(shared.size(), std::numeric_limits<double>::infinity());
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            if (shared(row, column) <= 0 || appearances[column].empty()) continue;
            double unlike =
                distance(tracks[row].embedding, appearances[column], options.metric) / options.maxAppearanceDistance;
            if (isExpected(row, detections[column])) unlike = std::min(unlike, 1.0);
            if (!(unlike <= 1)) continue;
            cost(row, column) =
                options.appearanceWeight * unlike + (1 - options.appearanceWeight) * (1 - shared(row, column));
        }
    }
    return cost;
}

/// Of weak detections where somebody is expected.
cv::Mat1d Tracker::Impl::placeCosts(const std::vector<Detection>& detections) const {
    cv::Mat1d cost(static_cast<int>(tracks.size()), static_cast<int>(detections.size()),
                   std::numeric_limits<double>::infinity());
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            if (isWeak(detections[column]) && isExpected(row, detections[column]))
                cost(row, column) = 1 - overlap(tracks[row].box, detections[column].box);
        }
    }
    return cost;
}

bool Tracker::Impl::isDuplicate(const std::vector<Detection>& detections, size_t index, const Pairing& pairing) const {
    for (size_t other = 0; other < detections.size(); ++other) {
        if (other != index && pairing.isTaken(other) &&
            (coveredShare(detections[index].box, detections[other].box) > options.duplicateShare ||
             overlap(detections[index].box, detections[other].box) > NEWCOMER_OVERLAP))
            return true;
    }
    return false;
}

}  // namespace reid
