#include "annotate_plan.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;

class AnnotatePlanTest : public testing::Test {
  protected:
    std::string make(const std::string& path) {
        const fs::path file = temporary_ / path;
        fs::create_directories(file.parent_path());
        std::ofstream(file) << "a video";
        return file.string();
    }

    /// "input -> folder" for each task, seen from the temporary folder.
    std::vector<std::string> plan(const std::vector<std::string>& paths) {
        std::vector<std::string> whole, lines;
        for (const std::string& path : paths)
            whole.push_back(path.find("://") == std::string::npos ? temporary_ / path : path);
        for (const AnnotateTask& task : planAnnotation(whole, temporary_ / "out")) {
            const std::string prefix = temporary_ / "";
            const bool isInside = task.input.compare(0, prefix.size(), prefix) == 0;
            lines.push_back((isInside ? task.input.substr(prefix.size()) : task.input) + " -> " +
                            task.folder.substr(prefix.size()));
        }
        return lines;
    }

    using Lines = std::vector<std::string>;
    TemporaryFolder temporary_;
};

TEST_F(AnnotatePlanTest, OneVideoHasTheOutputFolderToItself) {
    make("a.mp4");
    EXPECT_EQ(plan({"a.mp4"}), Lines{"a.mp4 -> out"});
    EXPECT_EQ(plan({"missing.mp4"}), Lines{"missing.mp4 -> out"});  // said when it is opened
}

TEST_F(AnnotatePlanTest, AFolderIsItsVideosInTheOrderOfTheirNames) {
    for (const char* path : {"in/b/2.MKV", "in/b/1.avi", "in/a.mp4", "in/c.mp4", "in/letter.txt", "in/.hidden.mp4",
                             "in/.git/x.mp4", "in/noending"})
        make(path);
    EXPECT_EQ(plan({"in"}),
              (Lines{"in/a.mp4 -> out/a", "in/b/1.avi -> out/b/1", "in/b/2.MKV -> out/b/2", "in/c.mp4 -> out/c"}));
}

TEST_F(AnnotatePlanTest, AFolderWithOneVideoGivesItAName) {
    make("in/a.mp4");
    EXPECT_EQ(plan({"in"}), Lines{"in/a.mp4 -> out/a"});
}

TEST_F(AnnotatePlanTest, ResultsInsideTheFolderAreNoVideos) {
    make("a.mp4");
    make("out/a/annotated.mp4");
    const auto tasks = planAnnotation({temporary_ / "."}, temporary_ / "out");
    ASSERT_EQ(tasks.size(), 1u);
    EXPECT_EQ(tasks[0].name, "a");
}

TEST_F(AnnotatePlanTest, OfSeveralFoldersTheNameIsInFront) {
    make("monday/0900.mp4");
    make("tuesday/0900.mp4");
    make("door.mp4");
    EXPECT_EQ(
        plan({"tuesday/", "door.mp4", "monday"}),
        (Lines{"tuesday/0900.mp4 -> out/tuesday/0900", "door.mp4 -> out/door", "monday/0900.mp4 -> out/monday/0900"}));
}

TEST_F(AnnotatePlanTest, NamesThatDifferByTheEndingKeepIt) {
    for (const char* path : {"in/a.mp4", "in/a.avi", "in/b.mp4"})
        make(path);
    EXPECT_EQ(plan({"in"}), (Lines{"in/a.avi -> out/a.avi", "in/a.mp4 -> out/a.mp4", "in/b.mp4 -> out/b"}));
}

TEST_F(AnnotatePlanTest, WhatIsNamedTwiceIsDoneOnce) {
    make("in/a.mp4");
    make("in/b.mp4");
    EXPECT_EQ(plan({"in/b.mp4", "in", "in/../in/a.mp4"}), (Lines{"in/b.mp4 -> out/b", "in/a.mp4 -> out/a"}));
}

TEST_F(AnnotatePlanTest, AClashIsRefused) {
    make("x/a.mp4");
    make("y/a.mp4");
    try {
        plan({"x/a.mp4", "y/a.mp4"});
        FAIL();
    } catch (const reid::InputError& error) {
        for (const char* word : {"x/a.mp4", "y/a.mp4", "out/a"})
            EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
    }
}

TEST_F(AnnotatePlanTest, AFolderWithoutVideosIsRefused) {
    make("in/letter.txt");
    EXPECT_THROW(plan({"in"}), reid::InputError);
}

TEST_F(AnnotatePlanTest, ACameraIsRefused) {
    make("a.mp4");
    EXPECT_THROW(planAnnotation({"/dev/video0"}, temporary_ / "out"), reid::InputError);
    EXPECT_THROW(planAnnotation({temporary_ / "a.mp4", "v4l2:///dev/video1"}, temporary_ / "out"), reid::InputError);
}

TEST_F(AnnotatePlanTest, AnAddressIsCalledWithoutItsPassword) {
    make("a.mp4");
    const auto tasks = planAnnotation({temporary_ / "a.mp4", "rtsp://me:secret@yard/live?x=1"}, temporary_ / "out");
    ASSERT_EQ(tasks.size(), 2u);
    EXPECT_EQ(tasks[1].name, "live");
    EXPECT_EQ(tasks[1].title, "yard");
    EXPECT_EQ(tasks[1].input, "rtsp://me:secret@yard/live?x=1");
}

}  // namespace
