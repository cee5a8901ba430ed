#include "hota.hpp"

#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "assignment.hpp"

namespace reid {

namespace {

constexpr int ALPHAS = 19;
constexpr double ALPHA_STEP = 0.05;

double alpha(int index) {
    return (index + 1) * ALPHA_STEP;
}

/// How well whole trajectories fit each other before anybody is paired, people x tracks, 0..1: each frame counts for as
/// much of a box as two boxes have to themselves.
cv::Mat1d alignment(const TrackComparison& comparison) {
    cv::Mat1d common(static_cast<int>(comparison.personBoxes.size()), static_cast<int>(comparison.trackBoxes.size()),
                     0.0);
    for (const ComparedFrame& frame : comparison.frames) {
        std::vector<double> ofPerson(frame.people.size(), 0), ofTrack(frame.tracks.size(), 0);
        for (int row = 0; row < frame.overlap.rows; ++row) {
            for (int column = 0; column < frame.overlap.cols; ++column) {
                ofPerson[row] += frame.overlap(row, column);
                ofTrack[column] += frame.overlap(row, column);
            }
        }
        for (int row = 0; row < frame.overlap.rows; ++row) {
            for (int column = 0; column < frame.overlap.cols; ++column) {
                const double overlap = frame.overlap(row, column);
                const double all = ofPerson[row] + ofTrack[column] - overlap;
                if (overlap > 0) common(frame.people[row], frame.tracks[column]) += overlap / all;
            }
        }
    }
    for (int person = 0; person < common.rows; ++person) {
        for (int track = 0; track < common.cols; ++track) {
            double& value = common(person, track);
            value /= static_cast<double>(comparison.personBoxes[person] + comparison.trackBoxes[track]) - value;
        }
    }
    return common;
}

/// What the matches are, for every alpha.
struct Matches {
    std::array<int64_t, ALPHAS> count{};
    std::array<double, ALPHAS> overlapSum{};
    std::map<std::pair<int, int>, std::array<int64_t, ALPHAS>> ofPair;  // person and track

    void add(int person, int track, double overlap) {
        for (int i = 0; i < ALPHAS && overlap >= alpha(i) - OVERLAP_SLACK; ++i) {
            ++count[i];
            overlapSum[i] += overlap;
            ++ofPair[{person, track}][i];
        }
    }
};

/// One pairing in each frame serves for all alphas.
Matches matchFrames(const TrackComparison& comparison) {
    const cv::Mat1d aligned = alignment(comparison);
    Matches matches;
    for (const ComparedFrame& frame : comparison.frames) {
        cv::Mat1d cost(frame.overlap.size());
        for (int row = 0; row < cost.rows; ++row) {
            for (int column = 0; column < cost.cols; ++column)
                cost(row, column) = -aligned(frame.people[row], frame.tracks[column]) * frame.overlap(row, column);
        }
        const std::vector<int> columns = assign(cost, /*aloneCost=*/0);
        for (int row = 0; row < cost.rows; ++row) {
            const int column = columns[row];
            if (column >= 0) matches.add(frame.people[row], frame.tracks[column], frame.overlap(row, column));
        }
    }
    return matches;
}

double meanOf(const std::vector<HotaValues>& all, double HotaValues::*value) {
    double sum = 0;
    for (const HotaValues& one : all)
        sum += one.*value;
    return sum / static_cast<double>(all.size());
}

}  // namespace

Hota hota(const TrackComparison& comparison) {
    const Matches matches = matchFrames(comparison);
    const auto allBoxes = static_cast<double>(comparison.allPersonBoxes() + comparison.allTrackBoxes());
    Hota result;
    for (int i = 0; i < ALPHAS; ++i) {
        HotaValues values;
        values.locA = 1;
        if (matches.count[i] > 0) {
            const auto count = static_cast<double>(matches.count[i]);
            for (const auto& [pair, counts] : matches.ofPair) {
                const auto common = static_cast<double>(counts[i]);
                const auto all =
                    static_cast<double>(comparison.personBoxes[pair.first] + comparison.trackBoxes[pair.second]);
                values.assA += common * common / (all - common);
            }
            values.assA /= count;
            values.detA = count / (allBoxes - count);
            values.hota = std::sqrt(values.detA * values.assA);
            values.locA = matches.overlapSum[i] / count;
        }
        result.overlaps.push_back(alpha(i));
        result.at.push_back(values);
    }
    result.mean = {meanOf(result.at, &HotaValues::hota), meanOf(result.at, &HotaValues::detA),
                   meanOf(result.at, &HotaValues::assA), meanOf(result.at, &HotaValues::locA)};
    return result;
}

}  // namespace reid
