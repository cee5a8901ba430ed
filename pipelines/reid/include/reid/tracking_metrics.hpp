#pragma once

#include <cstdint>
#include <vector>

#include "reid/mot_tracks.hpp"

namespace reid {

/// Finding people frame by frame, with a penalty for ids that change: K. Bernardin, R. Stiefelhagen, "Evaluating
/// Multiple Object Tracking Performance: The CLEAR MOT Metrics", EURASIP JIVP 2008. In every frame people are paired
/// with tracks whose boxes overlap enough: first as many as were a pair in the frame before, then by the largest
/// overlap. "The frame before" is the one before in which the ground truth and the result both have somebody, as in
/// TrackEval: where the result has no box at all nothing counts as an interruption, only as misses.
struct ClearMot {
    int64_t matches = 0;           ///< boxes of people that a track has
    int64_t misses = 0;            ///< boxes of people that no track has
    int64_t falsePositives = 0;    ///< boxes of tracks that nobody has
    int64_t identitySwitches = 0;  ///< matches with another track than the last one of this person, however long ago
    int64_t fragmentations = 0;    ///< times that a person is found again after an interruption
    int64_t mostlyTracked = 0;     ///< people found in more than 80 % of their boxes
    int64_t partlyTracked = 0;     ///< people in between
    int64_t mostlyLost = 0;        ///< people found in less than 20 % of their boxes
    double mota = 0;  ///< 1 - (misses + false positives + switches) / boxes of people; at most 1; 0 without people
    double motp = 0;  ///< mean overlap of matches, 0..1; 0 without any. (The paper has a distance here.)
};

/// Keeping people's ids over the whole video: E. Ristani et al., "Performance Measures and a Data Set for Multi-Target,
/// Multi-Camera Tracking", ECCV Workshops 2016. Every person is given one track at most for all frames, such that as
/// many boxes as possible agree.
struct IdentityMetrics {
    int64_t truePositives = 0;   ///< IDTP: boxes where a person and the track given to it overlap enough
    int64_t falsePositives = 0;  ///< IDFP: all other boxes of tracks
    int64_t falseNegatives = 0;  ///< IDFN: all other boxes of people
    double f1 = 0;               ///< IDF1: IDTP / mean of boxes of people and boxes of tracks, 0..1; 0 without any
    double precision = 0;        ///< IDP: IDTP / boxes of tracks, 0..1; 0 without any
    double recall = 0;           ///< IDR: IDTP / boxes of people, 0..1; 0 without any
};

/// Finding and following in balance: J. Luiten et al., "HOTA: A Higher Order Metric for Evaluating Multi-Object
/// Tracking", IJCV 2021. Values of 0..1.
struct HotaValues {
    double hota = 0;  ///< for one overlap the square root of detA * assA
    double detA = 0;  ///< matches / (matches + misses + false positives)
    double assA =
        0;  ///< of each match, the share that its person and its track have in common of all their boxes; mean
    double locA = 0;  ///< mean overlap of matches; 1 where there is no match, as in TrackEval
};

struct Hota {
    std::vector<double> overlaps;  ///< alpha, the overlap from which on boxes match: 0.05, 0.10, .. 0.95
    std::vector<HotaValues> at;    ///< for each of them
    HotaValues mean;               ///< of all of them
};

struct TrackingMetrics {
    int64_t people = 0, personBoxes = 0;  ///< of the ground truth
    int64_t tracks = 0, trackBoxes = 0;   ///< of the result
    ClearMot clear;
    IdentityMetrics identity;
    Hota hota;
};

/// Compares what a tracker found with the truth. All figures are defined as in TrackEval (J. Luiten, A. Hoffhues), the
/// reference of MOTChallenge. Where several pairings are equally good, one is taken.
/// @param overlap intersection over union from which on boxes match, for CLEAR MOT and the identities: above 0, up
/// to 1.
TrackingMetrics evaluateTracks(const MotTracks& groundTruth, const MotTracks& result, double overlap = 0.5);

}  // namespace reid
