#include "identity_metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace {

/// The largest number of frames in which people and tracks agree, over all ways to give each person one track or none.
/// @param common frames in which person and track agree.
/// @param taken tracks of the people before this one.
int64_t mostAgreement(const std::vector<std::vector<int>>& common, size_t person, std::vector<bool>& taken) {
    if (person == common.size()) return 0;
    int64_t best = mostAgreement(common, person + 1, taken);
    for (size_t track = 0; track < taken.size(); ++track) {
        if (taken[track]) continue;
        taken[track] = true;
        best = std::max(best, common[person][track] + mostAgreement(common, person + 1, taken));
        taken[track] = false;
    }
    return best;
}

TEST(IdentityMetricsTest, theBestOfAllAssignments) {
    std::mt19937 dice(7);
    const auto below = [&](int limit) { return static_cast<int>(dice() % static_cast<unsigned>(limit)); };
    for (int round = 0; round < 200; ++round) {
        const int people = 1 + below(5), tracks = 1 + below(5);
        std::vector<std::vector<int>> common(people, std::vector<int>(tracks, 0));
        reid::TrackComparison comparison;
        comparison.personBoxes.assign(people, 0);
        comparison.trackBoxes.assign(tracks, 0);
        int64_t boxesOfPeople = 0, boxesOfTracks = 0;
        for (int frame = 0; frame < 8; ++frame) {
            reid::ComparedFrame one;
            for (int person = 0; person < people; ++person) {
                if (below(4) == 0) continue;
                one.people.push_back(person);
                ++comparison.personBoxes[person];
                ++boxesOfPeople;
            }
            for (int track = 0; track < tracks; ++track) {
                if (below(4) == 0) continue;
                one.tracks.push_back(track);
                ++comparison.trackBoxes[track];
                ++boxesOfTracks;
            }
            one.overlap.create(static_cast<int>(one.people.size()), static_cast<int>(one.tracks.size()));
            for (int row = 0; row < one.overlap.rows; ++row) {
                for (int column = 0; column < one.overlap.cols; ++column) {
                    one.overlap(row, column) = below(11) / 10.0;
                    if (one.overlap(row, column) >= 0.5) ++common[one.people[row]][one.tracks[column]];
                }
            }
            comparison.frames.push_back(one);
        }
        std::vector<bool> taken(tracks, false);
        const int64_t best = mostAgreement(common, 0, taken);
        const reid::IdentityMetrics identity = reid::identityMetrics(comparison, 0.5);
        EXPECT_EQ(identity.truePositives, best);
        EXPECT_EQ(identity.falseNegatives, boxesOfPeople - best);
        EXPECT_EQ(identity.falsePositives, boxesOfTracks - best);
        if (boxesOfPeople + boxesOfTracks > 0) {
            EXPECT_DOUBLE_EQ(identity.f1,
                             2 * static_cast<double>(best) / static_cast<double>(boxesOfPeople + boxesOfTracks));
        }
    }
}

}  // namespace
