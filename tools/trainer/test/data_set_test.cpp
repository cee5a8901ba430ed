#include "data/data_set.hpp"

#include <gtest/gtest.h>

#include <set>

#include "common/errors.hpp"
#include "data/market1501.hpp"
#include "data/reid_split.hpp"
#include "test/shared_data.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

//! The message of the InputError, or a text that no message holds.
template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const InputError& error) {
        return error.what();
    }
    return "(accepted)";
}

std::string fileName(const ReidImage& image) {
    return std::filesystem::path(image.path).filename().string();
}

class DataSets : public ::testing::Test {
  protected:
    void write(std::initializer_list<const char*> names) const {
        for (const char* name : names)
            folder_.write(name, "");
    }
    std::string refusalOf(const std::string& where, const std::string& part = "train") const {
        return refusal([&] { readDataSet(where, part); });
    }

    TemporaryFolder folder_;
};

TEST_F(DataSets, MarketLikeNamesOfDukeAndManyCameras) {
    write({"bounding_box_train/0001_c2_f0046182.jpg", "bounding_box_train/0123_c15_0007.png",
           "bounding_box_train/0002_c1s1_000451_03.jpg", "bounding_box_train/0005_c3.JPG", "query/0009_c4_f0000001.jpg",
           "bounding_box_test/-1_c1_f0000002.jpg", "bounding_box_test/0009_c5_f1.jpg"});
    const DataSet train = readDataSet(folder_.path(), "train");
    EXPECT_EQ(train.layout, "market1501");
    EXPECT_EQ(train.name, std::filesystem::path(folder_.path()).filename().string());
    std::vector<std::pair<int, int>> seen;
    for (const auto& image : train.images)
        seen.emplace_back(image.identity, image.camera);
    EXPECT_EQ(seen, (std::vector<std::pair<int, int>>{{1, 2}, {2, 1}, {5, 3}, {123, 15}}));
    EXPECT_EQ(readDataSet(folder_.path() + "/", "query").images.size(), 1u);
    EXPECT_EQ(readDataSet(folder_.path() + "/", "query").name, train.name);
    const auto gallery = readDataSet("market1501:" + folder_.path(), "gallery").images;
    ASSERT_EQ(gallery.size(), 1u) << "junk is left out";
    EXPECT_EQ(gallery[0].camera, 5);
}

TEST_F(DataSets, Cuhk03HasTwoCamerasOfFivePictures) {
    write({"0000_04.jpg", "0000_05.jpg", "0017_00.jpg", "0017_09.png", "readme.txt", ".hidden.jpg"});
    const DataSet set = readDataSet(folder_.path(), "train");
    EXPECT_EQ(set.layout, "cuhk03");
    ASSERT_EQ(set.images.size(), 4u);
    const int expected[4][2] = {{0, 1}, {0, 2}, {17, 1}, {17, 2}};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(set.images[i].identity, expected[i][0]);
        EXPECT_EQ(set.images[i].camera, expected[i][1]);
    }
    write({"0017_10.jpg"});
    EXPECT_NE(refusalOf(folder_.path()).find("0017_10.jpg is not named like CUHK03's"), std::string::npos);
}

TEST_F(DataSets, AFolderForEachPerson) {
    write({"zoe/c12_1.jpg", "zoe/b.png", "adam/0002_c3s1_000451_03.jpg", "adam/arc3_x.jpg", "nobody/notes.txt",
           "classes.csv", ".cache/x.jpg"});
    const DataSet set = readDataSet(folder_.path(), "train");
    EXPECT_EQ(set.layout, "folders");
    ASSERT_EQ(set.images.size(), 4u);
    const std::tuple<std::string, int, int> expected[] = {
        {"0002_c3s1_000451_03.jpg", 0, 3}, {"arc3_x.jpg", 0, 0}, {"b.png", 1, 0}, {"c12_1.jpg", 1, 12}};
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(std::make_tuple(fileName(set.images[i]), set.images[i].identity, set.images[i].camera), expected[i]);
    write({"stray.jpg"});
    EXPECT_NE(refusalOf("folders:" + folder_.path()).find("stray.jpg lies beside"), std::string::npos);
}

TEST_F(DataSets, SaysWhatDoesNotFit) {
    EXPECT_NE(refusalOf("/nonexistent/set").find("there is no folder /nonexistent/set"), std::string::npos);
    EXPECT_NE(refusalOf("cuhk03:/nonexistent/set").find("there is no folder /nonexistent/set"), std::string::npos);
    EXPECT_NE(refusalOf("viper:" + folder_.path()).find("market1501, cuhk03 or folders, not viper"), std::string::npos);
    EXPECT_NE(refusalOf(folder_.path(), "test").find("train, query or gallery, not test"), std::string::npos);
    EXPECT_NE(refusalOf(folder_.path()).find("is unknown"), std::string::npos) << "an empty folder";
    EXPECT_NE(refusalOf("cuhk03:" + folder_.path()).find("holds no picture"), std::string::npos);
    EXPECT_NE(refusalOf("folders:" + folder_.path()).find("hold no picture"), std::string::npos);
    EXPECT_NE(refusalOf("market1501:" + folder_.path()).find("bounding_box_train"), std::string::npos);
    write({"holiday.jpg"});
    EXPECT_NE(refusalOf(folder_.path()).find("is unknown"), std::string::npos);
    write({"cuhk/0001_00.jpg"});
    EXPECT_NE(refusalOf(folder_.file("cuhk"), "query").find("layout cuhk03, which has no part query"),
              std::string::npos);
}

TEST(JoinDataSets, PeopleAndCamerasOfDifferentSetsStayApart) {
    const DataSet first{"a", "market1501", {{"a0", 700, 6}, {"a1", 2, 6}, {"a2", 700, 1}}};
    const DataSet second{"b", "folders", {{"b0", 2, 1}, {"b1", 0, 0}}};
    const DataSet third{"c", "cuhk03", {{"c0", 2, 2}, {"c1", 2, 1}}};
    const auto joint = joinDataSets({first, second, third});
    // People: a's 2, 700; b's 0, 2; c's 2. Cameras: a's 1, 6; b's 1; c's 1, 2.
    const std::tuple<std::string, int, int> expected[] = {{"a0", 1, 2}, {"a1", 0, 2}, {"a2", 1, 1}, {"b0", 3, 3},
                                                          {"b1", 2, 0}, {"c0", 4, 5}, {"c1", 4, 4}};
    ASSERT_EQ(joint.size(), std::size(expected));
    for (std::size_t i = 0; i < joint.size(); ++i)
        EXPECT_EQ(std::make_tuple(joint[i].path, joint[i].identity, joint[i].camera), expected[i]);
    EXPECT_TRUE(joinDataSets({}).empty());
}

TEST(JoinDataSets, SplitGoesByTheIndexInTheJointList) {
    DataSet a{"a", "market1501", {}}, b{"b", "cuhk03", {}};
    for (int person = 0; person < 5; ++person) {
        a.images.push_back({"a" + std::to_string(person), 10 * person + 3, 1});
        b.images.push_back({"b" + std::to_string(person), person, 1});
    }
    std::vector<std::string> validation;
    for (const auto& image : splitByIdentity(joinDataSets({a, b}), 4, 2).validation)
        validation.push_back(image.path);
    EXPECT_EQ(validation, (std::vector<std::string>{"a2", "b1"}));  // numbers 2 and 6 of ten
}

TEST(JoinDataSets, OneSetKeepsItsSplit) {
    const DataSet set{"a", "market1501", {{"a", 5, 1}, {"b", 9, 1}, {"c", 12, 1}, {"d", 40, 1}, {"e", 77, 1}}};
    const auto alone = splitByIdentity(set.images, 2, 1).validation,
               joint = splitByIdentity(joinDataSets({set}), 2, 1).validation;
    ASSERT_EQ(alone.size(), joint.size());
    for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_EQ(alone[i].path, joint[i].path);
}

// The figures of the folder's own description: 743 people, two views, 7239 pictures.
TEST_F(DataSets, SharedCuhk03) {
    const std::string root = sharedData("cuhk03_labeled_train");
    if (root.empty()) GTEST_SKIP() << "cuhk03_labeled_train is not on this machine; set BRNPA_DATA";
    const DataSet set = readDataSet(root, "train");
    EXPECT_EQ(set.layout, "cuhk03");
    EXPECT_EQ(set.name, "cuhk03_labeled_train");
    EXPECT_EQ(set.images.size(), 7239u);
    std::set<int> people, cameras;
    for (const auto& image : set.images) {
        people.insert(image.identity);
        cameras.insert(image.camera);
    }
    EXPECT_EQ(people.size(), 743u);
    EXPECT_EQ(cameras, (std::set<int>{1, 2}));
}

TEST_F(DataSets, SharedMarket1501) {
    const std::string root = sharedData("market1501");
    if (root.empty()) GTEST_SKIP() << "market1501 is not on this machine; set BRNPA_DATA";
    const DataSet set = readDataSet(root, "train");
    EXPECT_EQ(set.layout, "market1501");
    EXPECT_EQ(set.images.size(), 12936u);
    EXPECT_EQ(denseLabels(set.images).back(), 750);
}

}  // namespace
}  // namespace brnpa::trainer
