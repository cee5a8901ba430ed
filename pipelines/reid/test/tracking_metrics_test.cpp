#include "reid/tracking_metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "clear_mot.hpp"
#include "identity_metrics.hpp"

namespace {

using reid::ComparedFrame;
using reid::MotTracks;
using reid::TrackComparison;
using reid::TrackingMetrics;

constexpr double ALL_ALPHAS = 19;

TrackComparison comparisonOf(const std::vector<ComparedFrame>& frames) {
    TrackComparison comparison;
    comparison.frames = frames;
    const auto count = [](const std::vector<int>& seen, std::vector<int64_t>& boxes) {
        for (int number : seen) {
            boxes.resize(std::max(boxes.size(), static_cast<size_t>(number) + 1));
            ++boxes[number];
        }
    };
    for (const ComparedFrame& frame : frames) {
        count(frame.people, comparison.personBoxes);
        count(frame.tracks, comparison.trackBoxes);
    }
    return comparison;
}

/// Far enough apart that different places do not overlap.
cv::Rect2d placedBox(int place, double width = 10) {
    return {100.0 * place, 0, width, 10};
}

void expectPerfectBoxes(const TrackingMetrics& metrics) {
    EXPECT_EQ(metrics.clear.misses, 0);
    EXPECT_EQ(metrics.clear.falsePositives, 0);
    EXPECT_EQ(metrics.clear.motp, 1);
    EXPECT_EQ(metrics.hota.mean.detA, 1);
    EXPECT_EQ(metrics.hota.mean.locA, 1);
}

// The example in the README of py-motmetrics (cheind/py-motmetrics, "Populating the accumulator"), whose distances are
// 1 - overlap here: its summary is IDF1 83.3 %, IDP 83.3 %, IDR 83.3 %, MT 1, PT 1, ML 0, FP 1, FN 1, IDs 1, FM 1,
// MOTA 50.0 %, MOTP 0.340 as a distance.
TEST(TrackingMetricsTest, theExampleOfPyMotmetrics) {
    const TrackComparison comparison =
        comparisonOf({{{0, 1}, {0, 1, 2}, (cv::Mat1d(2, 3) << 0.9, 0, 0.7, 0.5, 0.8, 0.7)},
                      {{0, 1}, {0}, (cv::Mat1d(2, 1) << 0.8, 0.6)},
                      {{0, 1}, {0, 2}, (cv::Mat1d(2, 2) << 0.4, 0.8, 0.9, 0.4)}});
    const reid::ClearMot clear = reid::clearMot(comparison, 0.3);
    EXPECT_EQ(clear.matches, 5);
    EXPECT_EQ(clear.falsePositives, 1);
    EXPECT_EQ(clear.misses, 1);
    EXPECT_EQ(clear.identitySwitches, 1);
    EXPECT_EQ(clear.fragmentations, 1);
    EXPECT_EQ(clear.mostlyTracked, 1);
    EXPECT_EQ(clear.partlyTracked, 1);
    EXPECT_EQ(clear.mostlyLost, 0);
    EXPECT_DOUBLE_EQ(clear.mota, 0.5);
    EXPECT_NEAR(clear.motp, 1 - 0.34, 1e-12);
    const reid::IdentityMetrics identity = reid::identityMetrics(comparison, 0.3);
    EXPECT_DOUBLE_EQ(identity.f1, 5.0 / 6);
    EXPECT_DOUBLE_EQ(identity.precision, 5.0 / 6);
    EXPECT_DOUBLE_EQ(identity.recall, 5.0 / 6);
}

// "With confusion" and "split tracks" of TrackEval's own tests (tests/test_metrics.py), with the figures told there.
TEST(TrackingMetricsTest, examplesOfTrackEval) {
    const TrackComparison confusion = comparisonOf({{{0, 1}, {0, 1}, (cv::Mat1d(2, 2) << 0, 0, 1, 0)},
                                                    {{0, 1}, {0, 1}, (cv::Mat1d(2, 2) << 0, 0, 1, 1)},
                                                    {{0, 1}, {0, 1}, (cv::Mat1d(2, 2) << 1, 0, 0, 0)},
                                                    {{0}, {0, 1}, (cv::Mat1d(1, 2) << 0, 1)},
                                                    {{0}, {1}, cv::Mat1d(1, 1, 1.0)}});
    const reid::ClearMot confused = reid::clearMot(confusion, 0.5);
    EXPECT_EQ(confused.matches, 5);
    EXPECT_EQ(confused.misses, 3);
    EXPECT_EQ(confused.falsePositives, 4);
    EXPECT_EQ(confused.identitySwitches, 1);
    EXPECT_DOUBLE_EQ(confused.mota, 0);
    EXPECT_EQ(reid::identityMetrics(confusion, 0.5).truePositives, 4);
    EXPECT_EQ(reid::identityMetrics(confusion, 0.5).falseNegatives, 4);
    EXPECT_EQ(reid::identityMetrics(confusion, 0.5).falsePositives, 5);
    EXPECT_DOUBLE_EQ(reid::identityMetrics(confusion, 0.5).f1, 8.0 / 17);

    const TrackComparison split = comparisonOf({{{0, 1}, {0, 4}, (cv::Mat1d(2, 2) << 1, 0, 0, 1)},
                                                {{0, 1}, {0, 4}, (cv::Mat1d(2, 2) << 1, 0, 0, 1)},
                                                {{1}, {1, 3}, (cv::Mat1d(1, 2) << 1, 0)},
                                                {{0, 1}, {1, 3}, (cv::Mat1d(2, 2) << 0, 1, 1, 0)},
                                                {{0, 1}, {1, 2, 3}, (cv::Mat1d(2, 3) << 0, 0, 1, 0, 1, 0)}});
    const reid::ClearMot splitClear = reid::clearMot(split, 0.5);
    EXPECT_EQ(splitClear.matches, 9);
    EXPECT_EQ(splitClear.misses, 0);
    EXPECT_EQ(splitClear.falsePositives, 2);
    EXPECT_EQ(splitClear.identitySwitches, 3);
    EXPECT_DOUBLE_EQ(splitClear.mota, 1 - 5.0 / 9);
    EXPECT_EQ(reid::identityMetrics(split, 0.5).truePositives, 4);
    EXPECT_DOUBLE_EQ(reid::identityMetrics(split, 0.5).precision, 4.0 / 11);
    EXPECT_DOUBLE_EQ(reid::identityMetrics(split, 0.5).recall, 4.0 / 9);
}

TEST(TrackingMetricsTest, aCopyOfTheTruthIsPerfectWhateverItsIds) {
    MotTracks truth, result;
    for (int64_t frame = 3; frame < 9; ++frame) {
        truth.frames[frame] = {{1, placedBox(0)}, {2, placedBox(1)}};
        result.frames[frame] = {{1, placedBox(1)}, {700, placedBox(0)}};
    }
    const TrackingMetrics metrics = reid::evaluateTracks(truth, result);
    EXPECT_EQ(metrics.people, 2);
    EXPECT_EQ(metrics.personBoxes, 12);
    EXPECT_EQ(metrics.tracks, 2);
    EXPECT_EQ(metrics.trackBoxes, 12);
    expectPerfectBoxes(metrics);
    EXPECT_EQ(metrics.clear.mota, 1);
    EXPECT_EQ(metrics.clear.mostlyTracked, 2);
    EXPECT_EQ(metrics.identity.f1, 1);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.assA, 1);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.hota, 1);
}

// Two people change their tracks in the middle of ten frames. 20 boxes, 2 switches: MOTA = 18 / 20. One track a person
// is right in half of the frames: IDF1 = 1/2. Each of the four pairs has 5 of 10 + 10 - 5 boxes in common: AssA = 1/3.
TEST(TrackingMetricsTest, tracksThatCrossAndChangeIds) {
    MotTracks truth, result;
    for (int frame = 1; frame <= 10; ++frame) {
        truth.frames[frame] = {{1, placedBox(0)}, {2, placedBox(1)}};
        result.frames[frame] = {{1, placedBox(frame > 5)}, {2, placedBox(frame <= 5)}};
    }
    const TrackingMetrics metrics = reid::evaluateTracks(truth, result);
    expectPerfectBoxes(metrics);
    EXPECT_EQ(metrics.clear.identitySwitches, 2);
    EXPECT_EQ(metrics.clear.fragmentations, 0);
    EXPECT_DOUBLE_EQ(metrics.clear.mota, 0.9);
    EXPECT_DOUBLE_EQ(metrics.identity.f1, 0.5);
    EXPECT_EQ(metrics.identity.falsePositives, 10);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.assA, 1.0 / 3);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.hota, std::sqrt(1.0 / 3));
}

// One of two people is lost in 2 of 10 frames and found again by the same track. MOTA = 18 / 20, IDF1 = 18 / 19 (mean
// of 20 and 18 boxes); 8 of 10 is not more than 80 %. DetA = 18 / 20; of the lost one's 8 matches each has 8 / 10 in
// common, of the other's 10 all: AssA = (8 * 0.8 + 10) / 18.
TEST(TrackingMetricsTest, anInterruption) {
    MotTracks truth, result;
    for (int frame = 1; frame <= 10; ++frame) {
        truth.frames[frame] = {{1, placedBox(0)}, {2, placedBox(1)}};
        result.frames[frame] = {{5, placedBox(1)}};
        if (frame != 4 && frame != 5) result.frames[frame].push_back({6, placedBox(0)});
    }
    const TrackingMetrics metrics = reid::evaluateTracks(truth, result);
    EXPECT_EQ(metrics.clear.fragmentations, 1);
    EXPECT_EQ(metrics.clear.identitySwitches, 0);
    EXPECT_EQ(metrics.clear.misses, 2);
    EXPECT_DOUBLE_EQ(metrics.clear.mota, 0.9);
    EXPECT_EQ(metrics.clear.mostlyTracked, 1);
    EXPECT_EQ(metrics.clear.partlyTracked, 1);
    EXPECT_DOUBLE_EQ(metrics.identity.f1, 18.0 / 19);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.detA, 0.9);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.assA, 16.4 / 18);
    EXPECT_DOUBLE_EQ(metrics.hota.mean.hota, std::sqrt(0.9 * 16.4 / 18));
}

// As TrackEval has it: a frame in which the result has no box at all ends nothing.
TEST(TrackingMetricsTest, framesWithoutAnyTrackAreMissesOnly) {
    MotTracks truth, result;
    for (int frame = 1; frame <= 10; ++frame) {
        truth.frames[frame] = {{1, placedBox(0)}};
        if (frame != 4 && frame != 5) result.frames[frame] = {{6, placedBox(0)}};
    }
    const reid::ClearMot clear = reid::evaluateTracks(truth, result).clear;
    EXPECT_EQ(clear.fragmentations, 0);
    EXPECT_EQ(clear.misses, 2);
}

// A switch is counted against the last track of the person, also when nobody had her for a while: 7, lost, 8, lost, 8.
TEST(TrackingMetricsTest, switchesLookBackOverInterruptions) {
    MotTracks truth, result;
    const std::vector<int> tracks = {7, -1, 8, -1, 8};
    for (int frame = 1; frame <= 5; ++frame) {
        truth.frames[frame] = {{1, placedBox(0)}};
        const int track = tracks[frame - 1];
        result.frames[frame] = {track < 0 ? reid::TrackBox{99, placedBox(5)} : reid::TrackBox{track, placedBox(0)}};
    }
    const reid::ClearMot clear = reid::evaluateTracks(truth, result).clear;
    EXPECT_EQ(clear.identitySwitches, 1);
    EXPECT_EQ(clear.fragmentations, 2);
}

TEST(TrackingMetricsTest, noResultAndNoTruth) {
    MotTracks some;
    some.frames[1] = {{1, placedBox(0)}, {2, placedBox(1)}};
    some.frames[2] = {{1, placedBox(0)}};
    const TrackingMetrics lost = reid::evaluateTracks(some, {});
    EXPECT_EQ(lost.clear.misses, 3);
    EXPECT_EQ(lost.clear.mostlyLost, 2);
    EXPECT_EQ(lost.clear.mota, 0);
    EXPECT_EQ(lost.identity.falseNegatives, 3);
    EXPECT_EQ(lost.identity.f1, 0);
    EXPECT_EQ(lost.hota.mean.hota, 0);
    EXPECT_DOUBLE_EQ(lost.hota.mean.locA, 1);
    const TrackingMetrics invented = reid::evaluateTracks({}, some);
    EXPECT_EQ(invented.clear.falsePositives, 3);
    EXPECT_EQ(invented.clear.mota, 0);
    EXPECT_EQ(invented.identity.falsePositives, 3);
    EXPECT_EQ(invented.hota.mean.hota, 0);
    const TrackingMetrics nothing = reid::evaluateTracks({}, {});
    EXPECT_EQ(nothing.identity.f1, 0);
    EXPECT_EQ(nothing.hota.mean.detA, 0);
}

// A box of 10 x 10 in one of 20 x 10 has an overlap of 0.5 and matches for 10 of the 19 alphas; 6 of 10 for 12,
// although neither 0.6 nor twelve steps of 0.05 is exact in binary.
TEST(TrackingMetricsTest, overlapsThatAreExactlyEnough) {
    for (const auto& [width, enough, alphas] : {std::tuple{20.0, 0.5, 10}, std::tuple{10 / 0.6, 0.6, 12}}) {
        MotTracks truth, result;
        truth.frames[1] = {{1, placedBox(0, width)}};
        result.frames[1] = {{1, placedBox(0)}};
        const TrackingMetrics metrics = reid::evaluateTracks(truth, result, enough);
        EXPECT_EQ(metrics.clear.matches, 1);
        EXPECT_DOUBLE_EQ(metrics.hota.mean.hota, alphas / ALL_ALPHAS);
        EXPECT_DOUBLE_EQ(metrics.hota.mean.locA, (alphas * enough + ALL_ALPHAS - alphas) / ALL_ALPHAS);
        EXPECT_EQ(reid::evaluateTracks(truth, result, enough + 0.01).clear.matches, 0);
    }
}

// Person and track are together for four frames, in the last of which a passing track overlaps more: 0.8 against 0.6.
// Together: 3 frames of 1, and 0.6 / (0.6 + 0.8) in the last, 3.43 of 4 + 4 - 3.43, which is 0.75; the passing one has
// 0.57 of 4 + 1 - 0.57, 0.13. So 0.75 * 0.6 wins over 0.13 * 0.8.
// Up to 0.60 (12 alphas) 4 matches and 1 false positive: DetA = 4/5, AssA = 4 / (4 + 4 - 4). Above (7 alphas) 3
// matches, 1 miss and 2 false positives: DetA = 3/6, AssA = 3 / (4 + 4 - 3).
TEST(TrackingMetricsTest, hotaPrefersTheTrackThatFitsOverall) {
    MotTracks truth, result;
    for (int frame = 1; frame <= 4; ++frame) {
        truth.frames[frame] = {{1, placedBox(0)}};
        result.frames[frame] = {{1, placedBox(0, frame < 4 ? 10 : 6)}};
    }
    result.frames[4].push_back({2, placedBox(0, 8)});
    const reid::Hota hota = reid::evaluateTracks(truth, result).hota;
    EXPECT_DOUBLE_EQ(hota.mean.detA, (12 * 0.8 + 7 * 0.5) / ALL_ALPHAS);
    EXPECT_DOUBLE_EQ(hota.mean.assA, (12 * 1 + 7 * 0.6) / ALL_ALPHAS);
    EXPECT_DOUBLE_EQ(hota.mean.hota, (12 * std::sqrt(0.8) + 7 * std::sqrt(0.3)) / ALL_ALPHAS);
    EXPECT_DOUBLE_EQ(hota.mean.locA, (12 * 3.6 / 4 + 7 * 1) / ALL_ALPHAS);
    ASSERT_EQ(hota.at.size(), ALL_ALPHAS);
    EXPECT_DOUBLE_EQ(hota.overlaps.back(), 0.95);
    EXPECT_DOUBLE_EQ(hota.at.back().hota, std::sqrt(0.3));
}

}  // namespace
