#include "earlier_results.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;

class EarlierResultsTest : public testing::Test {
  protected:
    EarlierResultsTest() {
        std::ofstream(task_.input) << "a video";
        options_.formats = {ResultFormat::JsonLines, ResultFormat::Mot};
        fs::create_directories(task_.folder + "/.unfinished");
        summary_.input = InputState::of(task_.input);
        summary_.settings = settings_;
        summary_.whole = true;
    }
    void write(const std::string& name) { std::ofstream(task_.folder + "/" + name) << name; }
    bool isThere(const std::string& name) { return fs::exists(task_.folder + "/" + name); }
    bool find(int64_t galleryVisits = 0) {
        return finishedEarlier(task_, options_, settings_, [&] { return galleryVisits; }).has_value();
    }
    void publishAll() {
        write("records.jsonl");
        write("tracks.txt");
        summary_.write(task_.folder + "/summary.json");
    }

    TemporaryFolder temporary_;
    const AnnotateTask task_{temporary_ / "a.mp4", "", temporary_ / "out", "a.mp4"};
    AnnotateOptions options_;
    const nlohmann::ordered_json settings_ = {{"look_every", 5}};
    VideoSummary summary_;
};

TEST_F(EarlierResultsTest, NothingIsThere) {
    EXPECT_FALSE(find());
}

TEST_F(EarlierResultsTest, WholeResultsAreFound) {
    publishAll();
    EXPECT_TRUE(find());
}

TEST_F(EarlierResultsTest, ResultsWithoutASummaryAreUnfinished) {
    write("records.jsonl");
    write("tracks.txt");
    EXPECT_FALSE(find());
}

TEST_F(EarlierResultsTest, ResultsThatEndedEarlyAreUnfinished) {
    summary_.whole = false;
    publishAll();
    EXPECT_FALSE(find());
}

TEST_F(EarlierResultsTest, AMissingFileIsMadeAgain) {
    publishAll();
    fs::remove(task_.folder + "/tracks.txt");
    EXPECT_FALSE(find());
}

TEST_F(EarlierResultsTest, ResultsOfOtherOptionsAreRefusedUnlessTheyMayGo) {
    summary_.settings["look_every"] = 1;
    publishAll();
    EXPECT_THROW(find(), reid::InputError);
    options_.overwrite = true;
    EXPECT_FALSE(find());
}

TEST_F(EarlierResultsTest, ResultsOfAnotherStateOfTheVideoAreRefused) {
    publishAll();
    std::ofstream(task_.input, std::ios::app) << " that grew";
    EXPECT_THROW(find(), reid::InputError);
}

TEST_F(EarlierResultsTest, AKilledRunsFilesAreGivenTheirPlaces) {
    write("records.jsonl");  // has its place already
    write(".unfinished/tracks.txt");
    write("coco.json");  // of an older run with another format
    summary_.write(task_.folder + "/.unfinished/summary.json");
    EXPECT_TRUE(find());
    EXPECT_TRUE(isThere("records.jsonl"));
    EXPECT_TRUE(isThere("tracks.txt"));
    EXPECT_TRUE(isThere("summary.json"));
    EXPECT_FALSE(isThere("coco.json"));
    EXPECT_FALSE(isThere(".unfinished"));
}

TEST_F(EarlierResultsTest, WithoutItsSummaryAKilledRunWasNotDone) {
    write(".unfinished/records.jsonl");
    write(".unfinished/tracks.txt");
    EXPECT_FALSE(find());
    EXPECT_FALSE(isThere("tracks.txt"));
}

TEST_F(EarlierResultsTest, WhatTheGalleryDoesNotHaveIsDoneAgain) {
    write(".unfinished/records.jsonl");
    write(".unfinished/tracks.txt");
    summary_.galleryVisits = 8;
    summary_.write(task_.folder + "/.unfinished/summary.json");
    EXPECT_FALSE(find(6));
    EXPECT_FALSE(isThere("tracks.txt"));
    EXPECT_TRUE(find(8));
    EXPECT_TRUE(isThere("tracks.txt"));
}

}  // namespace
