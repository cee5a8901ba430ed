#include "result_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;

class ResultFolderTest : public testing::Test {
  protected:
    void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
    std::string read(const std::string& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    TemporaryFolder temporary_;
    const std::string path_ = temporary_ / "a/results";
    const std::vector<std::string> names_ = {"one", "two"};
};

TEST_F(ResultFolderTest, FilesAppearTogether) {
    {
        ResultFolder folder(path_, names_, false);
        write(folder.staged("one"), "1");
        write(folder.staged("two"), "2");
        EXPECT_FALSE(fs::exists(path_ + "/one"));
        folder.publish();
    }
    EXPECT_EQ(read(path_ + "/one"), "1");
    EXPECT_EQ(read(path_ + "/two"), "2");
    EXPECT_EQ(std::distance(fs::directory_iterator(path_), {}), 2);
}

TEST_F(ResultFolderTest, NothingIsLeftWithoutPublish) {
    {
        ResultFolder folder(path_, names_, false);
        write(folder.staged("one"), "1");
    }
    EXPECT_FALSE(fs::exists(path_));
}

TEST_F(ResultFolderTest, AFolderThatWasThereStays) {
    fs::create_directories(path_);
    write(path_ + "/mine", "kept");
    { ResultFolder folder(path_, names_, false); }
    EXPECT_EQ(read(path_ + "/mine"), "kept");
    EXPECT_EQ(std::distance(fs::directory_iterator(path_), {}), 1);
}

TEST_F(ResultFolderTest, OlderResultsAreRefusedUnlessTheyMayBeReplaced) {
    fs::create_directories(path_);
    write(path_ + "/two", "older");
    try {
        ResultFolder folder(path_, names_, false);
        FAIL();
    } catch (const reid::InputError& error) {
        EXPECT_NE(std::string(error.what()).find("two"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("--overwrite"), std::string::npos);
    }
    {
        ResultFolder folder(path_, names_, true);
        EXPECT_EQ(read(path_ + "/two"), "older");
        write(folder.staged("one"), "1");
        write(folder.staged("two"), "2");
        folder.publish();
    }
    EXPECT_EQ(read(path_ + "/two"), "2");
}

TEST_F(ResultFolderTest, WhatAKilledRunLeftIsRemoved) {
    fs::create_directories(path_ + "/.unfinished");
    write(path_ + "/.unfinished/one", "half");
    ResultFolder folder(path_, names_, false);
    EXPECT_FALSE(fs::exists(folder.staged("one")));
}

TEST_F(ResultFolderTest, TheSealGoesFirstAndComesLast) {
    fs::create_directories(path_);
    write(path_ + "/one", "older");
    write(path_ + "/two", "older");
    ResultFolder folder(path_, names_, true);
    write(folder.staged("two"), "2");
    EXPECT_THROW(folder.publish(), reid::ResourceError);  // "one" was never made
    EXPECT_EQ(read(path_ + "/one"), "older");
    EXPECT_FALSE(fs::exists(path_ + "/two"));
}

TEST_F(ResultFolderTest, ObsoleteResultsGo) {
    fs::create_directories(path_);
    write(path_ + "/three", "older");
    EXPECT_THROW(ResultFolder(path_, names_, false, {"three"}), reid::InputError);
    ResultFolder folder(path_, names_, true, {"three", "four"});
    write(folder.staged("one"), "1");
    write(folder.staged("two"), "2");
    EXPECT_TRUE(fs::exists(path_ + "/three"));
    folder.publish();
    EXPECT_FALSE(fs::exists(path_ + "/three"));
}

TEST_F(ResultFolderTest, WhatAKilledRunHadMadeIsTakenUp) {
    fs::create_directories(path_ + "/.unfinished");
    write(path_ + "/one", "1");
    write(ResultFolder::leftIn(path_, "two"), "2");
    ResultFolder::takeUp(path_, names_)->publish();
    EXPECT_EQ(read(path_ + "/one"), "1");
    EXPECT_EQ(read(path_ + "/two"), "2");
    EXPECT_EQ(std::distance(fs::directory_iterator(path_), {}), 2);
}

TEST_F(ResultFolderTest, OneProgramAtATime) {
    ResultFolder first(path_, names_, false);
    write(first.staged("one"), "1");
    write(first.staged("two"), "2");
    EXPECT_THROW(ResultFolder(path_, names_, false), reid::ResourceError);
    first.publish();
    EXPECT_EQ(read(path_ + "/one"), "1");
}

TEST_F(ResultFolderTest, AbandonRemovesEverythingOnce) {
    ResultFolder folder(path_, names_, false);
    write(folder.staged("one"), "1");
    folder.abandon();
    EXPECT_FALSE(fs::exists(path_));
    folder.abandon();
}

TEST_F(ResultFolderTest, AbandonAfterPublishKeepsTheResults) {
    ResultFolder folder(path_, names_, false);
    write(folder.staged("one"), "1");
    write(folder.staged("two"), "2");
    folder.publish();
    folder.abandon();
    EXPECT_EQ(read(path_ + "/one"), "1");
}

TEST_F(ResultFolderTest, PlacesThatCannotHoldResults) {
    write(temporary_ / "file", "text");
    EXPECT_THROW(ResultFolder(temporary_ / "file", names_, false), reid::InputError);
    EXPECT_THROW(ResultFolder(temporary_ / "file/results", names_, false), reid::ResourceError);
    EXPECT_THROW(ResultFolder("/proc/results", names_, false), reid::ResourceError);
    fs::create_directories(path_ + "/one");
    EXPECT_THROW(ResultFolder(path_, names_, true), reid::InputError);
}

}  // namespace
