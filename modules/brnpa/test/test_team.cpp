// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <atomic>
#include <thread>
#include <vector>

#include "../src/kernel/team.hpp"
#include "test_precomp.hpp"

namespace opencv_test {
namespace {

using brnpa_kernel::Team;

TEST(BRNPA_Team, DoesEveryPieceOfEveryJobOnce) {
    constexpr std::size_t kJobs = 300;
    for (const std::size_t threads : {1u, 2u, 5u}) {
        Team team;
        // Not atomic: what a job leaves behind, the next one and the leader find.
        std::vector<std::size_t> found(64, 0);
        std::atomic<int> leaders{0};
        const auto lead = [&] {
            ++leaders;
            for (std::size_t job = 0; job < kJobs; ++job) {
                const std::size_t pieces = job % 65;
                team.share(pieces, [&](std::size_t i) { found[i] += job; });
                for (std::size_t i = 0; i < pieces; ++i)
                    ++found[i];
            }
        };
        std::vector<std::thread> others;
        for (std::size_t i = 1; i < threads; ++i)
            others.emplace_back([&] { team.join(lead); });
        team.join(lead);
        for (std::thread& each : others)
            each.join();
        EXPECT_EQ(leaders, 1);
        for (std::size_t i = 0; i < found.size(); ++i) {
            std::size_t expected = 0;
            for (std::size_t job = 0; job < kJobs; ++job)
                expected += i < job % 65 ? job + 1 : 0;
            EXPECT_EQ(found[i], expected) << "piece " << i;
        }
    }
}

TEST(BRNPA_Team, WaitsForNobodyWhoComesLate) {
    Team team;
    int done = 0;
    team.join([&] { team.share(10, [&](std::size_t) { ++done; }); });
    EXPECT_EQ(done, 10);
    team.join([] { FAIL() << "a second leader"; });
}

TEST(BRNPA_Team, TakesAsManyPiecesAsItSays) {
    Team team;
    std::size_t done = 0;
    team.join([&] { team.share(Team::kMostPieces, [&](std::size_t i) { done += i; }); });
    EXPECT_EQ(done, Team::kMostPieces * (Team::kMostPieces - 1) / 2);
}

}  // namespace
}  // namespace opencv_test
