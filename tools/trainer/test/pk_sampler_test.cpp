#include "data/pk_sampler.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

std::vector<int> labelsWithCounts(const std::vector<int>& counts) {
    std::vector<int> labels;
    for (std::size_t person = 0; person < counts.size(); ++person)
        labels.insert(labels.end(), static_cast<std::size_t>(counts[person]), static_cast<int>(person));
    return labels;
}

TEST(PkSampler, EveryBatchHasPPeopleWithKPicturesEach) {
    const auto labels = labelsWithCounts({1, 3, 4, 9, 17, 2, 8, 30, 5});
    const auto batches = pkBatches(labels, 4, 3, 1);
    ASSERT_FALSE(batches.empty());
    for (const auto& batch : batches) {
        ASSERT_EQ(batch.size(), 12u);
        std::map<int, int> counts;
        for (const auto index : batch) {
            ASSERT_LT(index, labels.size());
            ++counts[labels[index]];
        }
        EXPECT_EQ(counts.size(), 4u);
        for (const auto& count : counts)
            EXPECT_EQ(count.second, 3);
    }
}

TEST(PkSampler, EqualPeopleGiveEveryPictureOnce) {
    const auto labels = labelsWithCounts(std::vector<int>(10, 8));
    const auto batches = pkBatches(labels, 5, 4, 3);
    EXPECT_EQ(batches.size(), 4u);
    std::multiset<std::size_t> seen;
    for (const auto& batch : batches)
        seen.insert(batch.begin(), batch.end());
    EXPECT_EQ(seen.size(), 80u);
    EXPECT_EQ(std::set<std::size_t>(seen.begin(), seen.end()).size(), 80u);
}

TEST(PkSampler, SinglePictureIsRepeated) {
    const auto batches = pkBatches(labelsWithCounts({1, 1}), 2, 4, 1);
    ASSERT_EQ(batches.size(), 1u);
    EXPECT_EQ(std::multiset<std::size_t>(batches[0].begin(), batches[0].end()),
              (std::multiset<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1}));
}

TEST(PkSampler, SeedDecidesEverything) {
    const auto labels = labelsWithCounts({7, 9, 11, 13, 8});
    EXPECT_EQ(pkBatches(labels, 3, 2, 5), pkBatches(labels, 3, 2, 5));
    EXPECT_NE(pkBatches(labels, 3, 2, 5), pkBatches(labels, 3, 2, 6));
}

TEST(PkSampler, TooFewPeopleAreNamed) {
    try {
        pkBatches(labelsWithCounts({4, 4, 4}), 16, 4, 1);
        FAIL() << "accepted three people for batches of sixteen";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("16"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("3"), std::string::npos);
    }
}

}  // namespace
}  // namespace brnpa::trainer
