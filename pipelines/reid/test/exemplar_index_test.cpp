#include "gallery/exemplar_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "random_people.hpp"

namespace {

using reid::Embedding;
using reid::ExemplarIndex;
using reid::Metric;

constexpr int SIZE = 40;  // not a multiple of the lanes of the sums

/// People with some views each, known to the test as well as to the index.
struct Crowd {
    Crowd(int people, int views, Metric metric, size_t graphFrom)
        : random(SIZE, 0.3), index(metric, SIZE, graphFrom), metric(metric) {
        for (int identity = 1; identity <= people; ++identity) {
            const Embedding person = random.person();
            for (int i = 0; i < views; ++i)
                add(identity, random.viewOf(person));
        }
    }

    void add(int identity, const Embedding& view) {
        index.insert(next, identity, view);
        known[next++] = {identity, view};
    }

    /// Distances of everybody, nearest first, by comparing with all.
    std::vector<std::pair<double, int>> ranking(const Embedding& query, const std::set<int>& excluded = {}) const {
        std::map<int, double> nearest;
        for (const auto& [exemplar, view] : known) {
            if (excluded.count(view.first) != 0) continue;
            const double apart = reid::distance(view.second, query, metric);
            const auto entry = nearest.emplace(view.first, apart).first;
            entry->second = std::min(entry->second, apart);
        }
        std::vector<std::pair<double, int>> ranking;
        for (const auto& [identity, apart] : nearest)
            ranking.emplace_back(apart, identity);
        std::sort(ranking.begin(), ranking.end());
        return ranking;
    }

    void expectExact(const std::set<int>& excluded = {}) {
        const Embedding query = random.person();
        const auto expected = ranking(query, excluded);
        const auto hits = index.nearest(query, 5, excluded);
        ASSERT_EQ(hits.size(), std::min<size_t>(5, expected.size()));
        for (size_t i = 0; i < hits.size(); ++i) {
            EXPECT_EQ(hits[i].identity, expected[i].second);
            EXPECT_NEAR(hits[i].distance, expected[i].first, 1e-5);
            EXPECT_EQ(known.at(hits[i].exemplar).first, hits[i].identity);
        }
    }

    RandomPeople random;
    ExemplarIndex index;
    Metric metric;
    std::map<int64_t, std::pair<int, Embedding>> known;
    int64_t next = 1;
};

TEST(ExemplarIndex, comparesWithEverybodyWhileTheyAreFew) {
    for (const Metric metric : {Metric::Cosine, Metric::Euclidean}) {
        Crowd crowd(30, 4, metric, 1000);
        for (int i = 0; i < 20; ++i)
            crowd.expectExact();
        crowd.expectExact({3, 4, 5, 6, 7});
        EXPECT_FALSE(crowd.index.usesGraph());
    }
}

TEST(ExemplarIndex, anEmptyOneFindsNobody) {
    ExemplarIndex index(Metric::Cosine, SIZE, 0);
    EXPECT_TRUE(index.nearest(Embedding(SIZE, 1), 3).empty());
    EXPECT_TRUE(index.exemplarsOf(1).empty());
}

TEST(ExemplarIndex, whatHasNoDirectionIsLikeNobody) {
    ExemplarIndex index(Metric::Cosine, 2);
    index.insert(1, 1, {1, 0});
    EXPECT_DOUBLE_EQ(index.nearest({0, 0}, 1).at(0).distance, 1);
    EXPECT_TRUE(std::isinf(index.nearest({NAN, 0}, 1).at(0).distance));
    EXPECT_THROW(index.nearest({1, 0, 0}, 1), cv::Exception);
}

// Nor does it hide others: the graph finds it, since it is as far from everybody there.
TEST(ExemplarIndex, whatIsNoNumberIsNobodyInTheGraphEither) {
    Crowd crowd(40, 3, Metric::Cosine, 10);
    const size_t size = crowd.known.begin()->second.second.size();
    constexpr int64_t STRANGE = 1000000;
    for (int i = 0; i < 5; ++i)
        crowd.index.insert(STRANGE + i, 1000 + i, Embedding(size, NAN));
    crowd.index.grow(1000);
    for (const auto& [exemplar, view] : crowd.known) {
        const auto hits = crowd.index.nearest(view.second, 2);
        EXPECT_EQ(hits.at(0).exemplar, exemplar);
        EXPECT_LT(hits.at(1).exemplar, STRANGE);
    }
}

TEST(ExemplarIndex, erasedAndMovedExemplarsAreFollowed) {
    for (const size_t graphFrom : {size_t{1000000}, size_t{10}}) {
        Crowd crowd(40, 3, Metric::Cosine, graphFrom);
        if (graphFrom == 10) crowd.index.grow(1000);
        for (int64_t exemplar = 2; exemplar <= 100; exemplar += 2) {
            crowd.index.erase(exemplar);
            crowd.known.erase(exemplar);
        }
        crowd.index.move(7, 99);
        crowd.known[7].first = 99;
        crowd.add(98, crowd.random.person());
        EXPECT_EQ(crowd.index.exemplarsOf(99), std::set<int64_t>{7});
        EXPECT_EQ(crowd.index.size(), crowd.known.size());
        for (const auto& [exemplar, view] : crowd.known) {
            const auto hits = crowd.index.nearest(view.second, 1);
            EXPECT_EQ(hits.at(0).exemplar, exemplar);
            EXPECT_EQ(hits.at(0).identity, view.first);
        }
    }
}

// While the graph has some of them: those that go are of both kinds, and what takes their places is too.
TEST(ExemplarIndex, erasedOnesAreFollowedWhileTheGraphGrows) {
    Crowd crowd(40, 3, Metric::Cosine, 10);
    for (const int64_t exemplar : {3, 119, 1, 60, 120, 2, 30, 59, 61}) {
        crowd.index.grow(20);
        crowd.index.erase(exemplar);
        crowd.known.erase(exemplar);
        crowd.expectExact();
    }
    EXPECT_THROW(crowd.index.insert(4, 1, crowd.random.person()), cv::Exception) << "is there";
    crowd.index.insert(3, 200, crowd.random.person());  // as after work that failed
    crowd.index.erase(3);
    crowd.index.grow(1000);
    ASSERT_TRUE(crowd.index.usesGraph());
    for (const auto& [exemplar, view] : crowd.known)
        EXPECT_EQ(crowd.index.nearest(view.second, 1).at(0).exemplar, exemplar);
}

TEST(ExemplarIndex, theGraphGrowsWithTheQueriesAndAnswersMeanwhile) {
    Crowd crowd(300, 4, Metric::Cosine, 1000);
    int queries = 0;
    for (; !crowd.index.usesGraph(); ++queries) {
        ASSERT_LT(queries, 100);
        crowd.expectExact();
    }
    EXPECT_GT(queries, 10) << "no query waits for the whole graph";
    crowd.add(301, crowd.random.person());
    EXPECT_TRUE(crowd.index.usesGraph()) << "one more does not put it back";
    EXPECT_EQ(crowd.index.nearest(crowd.known.at(crowd.next - 1).second, 1).at(0).identity, 301);
}

TEST(ExemplarIndex, theGraphBeginsAnewWhenMostOfItIsErased) {
    Crowd crowd(300, 4, Metric::Cosine, 100);
    crowd.index.grow(2000);
    ASSERT_TRUE(crowd.index.usesGraph());
    for (int64_t exemplar = 1; exemplar <= 1000; ++exemplar) {
        crowd.index.erase(exemplar);
        crowd.known.erase(exemplar);
    }
    crowd.index.grow(2000);
    ASSERT_TRUE(crowd.index.usesGraph());
    for (const auto& [exemplar, view] : crowd.known)
        EXPECT_EQ(crowd.index.nearest(view.second, 1).at(0).exemplar, exemplar);
}

/// Against the ranking by comparing with all: of 500 queries near somebody at least 99 % find that person and the right
/// runner-up, and every distance told is a true one.
TEST(ExemplarIndex, theGraphFindsWhomComparingWithAllFinds) {
    Crowd crowd(1500, 4, Metric::Cosine, 1000);
    crowd.index.grow(crowd.known.size());
    ASSERT_TRUE(crowd.index.usesGraph());
    constexpr int QUERIES = 500;
    int first = 0, second = 0;
    for (int i = 0; i < QUERIES; ++i) {
        const Embedding query = crowd.random.viewOf(crowd.known.at(1 + i * 12).second);
        const auto expected = crowd.ranking(query);
        const auto hits = crowd.index.nearest(query, 2);
        ASSERT_EQ(hits.size(), 2U);
        EXPECT_NEAR(hits[0].distance, reid::distance(crowd.known.at(hits[0].exemplar).second, query, Metric::Cosine),
                    1e-5);
        first += hits[0].identity == expected[0].second ? 1 : 0;
        second += hits[1].identity == expected[1].second ? 1 : 0;
    }
    RecordProperty("recall of the nearest in %", 100 * first / QUERIES);
    RecordProperty("recall of the runner-up in %", 100 * second / QUERIES);
    EXPECT_GE(first, QUERIES * 99 / 100);
    EXPECT_GE(second, QUERIES * 97 / 100);
}

TEST(ExemplarIndex, excludedPeopleDoNotHideTheOthersInTheGraph) {
    Crowd crowd(300, 4, Metric::Cosine, 100);
    crowd.index.grow(2000);
    const Embedding query = crowd.known.at(1).second;
    const auto expected = crowd.ranking(query);
    std::set<int> excluded;
    for (int i = 0; i < 50; ++i)
        excluded.insert(expected[static_cast<size_t>(i)].second);
    const auto hits = crowd.index.nearest(query, 2, excluded);
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_EQ(hits[0].identity, expected[50].second);
    for (int identity = 2; identity <= 300; ++identity)
        excluded.insert(identity);
    excluded.erase(7);
    EXPECT_EQ(crowd.index.nearest(query, 2, excluded).size(), 1U);
}

}  // namespace
