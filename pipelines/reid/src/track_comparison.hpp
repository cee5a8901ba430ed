#pragma once

#include <cstdint>
#include <numeric>
#include <opencv2/core.hpp>
#include <vector>

#include "reid/mot_tracks.hpp"

namespace reid {

/// One frame in which somebody is, be it in truth or in the result.
struct ComparedFrame {
    std::vector<int> people;  ///< trajectories of the ground truth
    std::vector<int> tracks;  ///< trajectories of the result
    cv::Mat1d overlap;        ///< people x tracks: intersection over union, 0..1
};

/// Ground truth and result of one video side by side: all that the metrics want to know. Trajectories of each are
/// numbered from 0 without a gap.
struct TrackComparison {
    std::vector<ComparedFrame> frames;  ///< rising
    std::vector<int64_t> personBoxes;   ///< of each trajectory of the ground truth
    std::vector<int64_t> trackBoxes;    ///< of each trajectory of the result

    int64_t allPersonBoxes() const { return std::accumulate(personBoxes.begin(), personBoxes.end(), int64_t{0}); }
    int64_t allTrackBoxes() const { return std::accumulate(trackBoxes.begin(), trackBoxes.end(), int64_t{0}); }

    static TrackComparison of(const MotTracks& groundTruth, const MotTracks& result);
};

/// What rounding may take from an overlap that is exactly as large as asked for. TrackEval has the same.
constexpr double OVERLAP_SLACK = 2.220446049250313e-16;

}  // namespace reid
