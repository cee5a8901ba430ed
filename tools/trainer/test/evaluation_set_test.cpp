#include "evaluation/evaluation_set.hpp"

#include <gtest/gtest.h>

#include <set>

#include "common/errors.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

std::set<int> people(const std::vector<ReidImage>& images) {
    std::set<int> found;
    for (const auto& image : images)
        found.insert(image.identity);
    return found;
}

class EvaluationSets : public ::testing::Test {
  protected:
    EvaluationSets() { writeTinyMarket(folder_); }

    TemporaryFolder folder_;
};

TEST_F(EvaluationSets, ValidationPeopleAreThoseOfTheRecipe) {
    const auto set = readEvaluationSet(folder_.path(), EvaluationSplit::Validation, ValidationPeople{3, 1});
    EXPECT_EQ(people(set.gallery), (std::set<int>{2, 5}));
    EXPECT_EQ(set.gallery.size(), 12u);
    EXPECT_EQ(set.query.size(), 6u) << "two people, three cameras";
    EXPECT_NE(set.dataset.find(", validation people of the training part"), std::string::npos) << set.dataset;
    EXPECT_EQ(set.protocol, "cross-camera, single query: the first picture of a person in each camera");
    EXPECT_THROW(readEvaluationSet(folder_.path(), EvaluationSplit::Validation, ValidationPeople{50, 40}), InputError);
}

TEST_F(EvaluationSets, AllIsEverybodyInTheTrainingPart) {
    const auto set = readEvaluationSet(folder_.path(), EvaluationSplit::All, {});
    EXPECT_EQ(set.gallery.size(), static_cast<std::size_t>(tinyPeople * tinyPicturesPerPerson));
    EXPECT_EQ(set.query.size(), static_cast<std::size_t>(tinyPeople * 3));
}

TEST_F(EvaluationSets, TestReadsQueryAndGallery) {
    EXPECT_THROW(readEvaluationSet(folder_.path(), EvaluationSplit::Test, {}), InputError);
    folder_.write("query/0001_c1s1_000000_00.png", "");
    folder_.write("bounding_box_test/0001_c2s1_000000_00.png", "");
    folder_.write("bounding_box_test/0002_c2s1_000000_00.png", "");
    const auto set = readEvaluationSet(folder_.path(), EvaluationSplit::Test, {});
    EXPECT_EQ(set.query.size(), 1u);
    EXPECT_EQ(set.gallery.size(), 2u);
    EXPECT_EQ(set.protocol, "cross-camera, single query");
}

TEST_F(EvaluationSets, WithoutCamerasEveryPictureAsks) {
    const TemporaryFolder folder;
    for (const char* name : {"0001_c0s1_000001_00.jpg", "0001_c0s1_000002_00.jpg", "0002_c0s1_000001_00.jpg"})
        folder.write(std::string("bounding_box_train/") + name, "");
    auto set = readEvaluationSet(folder.path(), EvaluationSplit::All, {});
    EXPECT_EQ(set.query.size(), 3u);
    EXPECT_EQ(set.protocol, "single query: every picture");
    folder.write("bounding_box_train/0003_c1s1_000001_00.jpg", "");
    folder.write("bounding_box_train/0003_c1s1_000002_00.jpg", "");
    set = readEvaluationSet(folder.path(), EvaluationSplit::All, {});
    EXPECT_EQ(set.query.size(), 4u) << "three without a camera, and the first of two in camera 1";
}

}  // namespace
}  // namespace brnpa::trainer
