#include "data/reid_split.hpp"

#include <gtest/gtest.h>

#include <set>

namespace brnpa::trainer {
namespace {

TEST(ReidSplit, SplitKeepsPeopleApart) {
    std::vector<ReidImage> images;
    for (const int person : {5, 5, 9, 12, 12, 40, 41, 77})
        images.push_back({"", person, 1});
    const auto split = splitByIdentity(images, 3, 1);
    std::set<int> train, validation;
    for (const auto& image : split.train)
        train.insert(image.identity);
    for (const auto& image : split.validation)
        validation.insert(image.identity);
    // Sorted people: 5, 9, 12, 40, 41, 77; the numbers 1 and 4 validate.
    EXPECT_EQ(validation, (std::set<int>{9, 41}));
    EXPECT_EQ(train, (std::set<int>{5, 12, 40, 77}));
    EXPECT_EQ(split.train.size() + split.validation.size(), images.size());
}

TEST(ReidSplit, LabelsAreDense) {
    EXPECT_EQ(denseLabels({{"", 30, 1}, {"", 2, 1}, {"", 30, 2}, {"", 7, 1}}), (std::vector<int>{2, 0, 2, 1}));
}

TEST(ReidSplit, FirstPictureOfEachPersonAndCameraAsks) {
    const std::vector<ReidImage> images{{"b", 1, 1}, {"a", 1, 1}, {"c", 1, 2}, {"d", 2, 1}};
    EXPECT_EQ(queryIndices(images), (std::vector<std::size_t>{1, 2, 3}));
}

}  // namespace
}  // namespace brnpa::trainer
