#include "batch_progress.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using std::chrono::seconds;

class BatchProgressTest : public testing::Test {
  protected:
    BatchProgress make(const std::vector<BatchProgress::Video>& videos, bool terminal = false, int columns = 200) {
        BatchProgress::Options options;
        options.terminal = terminal;
        options.now = [this] { return time_; };
        options.columns = [columns] { return columns; };
        return BatchProgress(out_, videos, options);
    }
    std::string written() {
        std::string text = out_.str();
        out_.str("");
        return text;
    }

    BatchProgress::Clock::time_point time_{};
    std::ostringstream out_;
};

TEST_F(BatchProgressTest, TheWholeIsMeasuredByTheSizesOfTheFiles) {
    BatchProgress progress = make({{"a", 300}, {"b", 100}});
    progress.begin(0, 60);
    time_ += seconds(10);
    progress.advance(0, 20);  // a third of three quarters; three times as much is left
    EXPECT_EQ(written(), " 25 %  0 of 2 videos  2.0 frames/s  30 s left  a 33 %\n");
    time_ += seconds(20);
    progress.advance(0, 60);
    written();
    progress.end(0, "done");
    EXPECT_EQ(written(), "1 of 2  a: done\n");
    progress.begin(1, 20);
    time_ += seconds(5);
    progress.advance(1, 10);
    EXPECT_EQ(written(), " 87 %  1 of 2 videos  2.0 frames/s  5 s left  b 50 %\n");
}

TEST_F(BatchProgressTest, WhatWasDoneBeforeSaysNothingAboutTheSpeed) {
    BatchProgress progress = make({{"a", 100}, {"b", 100}, {"c", 100}, {"d", 100}});
    progress.end(0, "there", false);
    progress.end(1, "there", false);
    written();
    progress.begin(2, 100);
    time_ += seconds(10);
    progress.advance(2, 50);  // an eighth of the whole in 10 s, three eighths are left
    EXPECT_EQ(written(), " 62 %  2 of 4 videos  5.0 frames/s  30 s left  c 50 %\n");
}

TEST_F(BatchProgressTest, SeveralAtOnceAreNamed) {
    BatchProgress progress = make({{"a", 0}, {"b", 0}, {"c", 0}, {"d", 0}, {"e", 0}});
    for (size_t i = 0; i < 4; ++i)
        progress.begin(i, i == 1 ? std::nullopt : std::optional<int64_t>(100));
    time_ += seconds(10);
    progress.advance(0, 50);
    EXPECT_EQ(written(), " 10 %  0 of 5 videos  5.0 frames/s  1 min 30 s left  a 50 %, b, c 0 % and 1 more\n");
}

TEST_F(BatchProgressTest, ALineEveryFiveSecondsWithoutATerminal) {
    BatchProgress progress = make({{"a", 1}, {"b", 1}});
    progress.begin(0, 100);
    for (int second = 1; second < 5; ++second) {
        time_ += seconds(1);
        progress.advance(0, second);
    }
    EXPECT_EQ(written(), "");
    time_ += seconds(1);
    progress.advance(0, 5);
    EXPECT_NE(written(), "");
}

TEST_F(BatchProgressTest, OnATerminalALineIsDrawnAnewAndFits) {
    BatchProgress progress = make({{"a video with a long name", 1}, {"b", 1}}, true, 40);
    progress.begin(0, 100);
    time_ += seconds(1);
    progress.advance(0, 10);
    std::string text = written();
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const std::string last = text.substr(text.rfind("\r\033[K") + 4);
    EXPECT_LT(last.size(), 40u);
    progress.pause([&] { out_ << "brnpa: Something is wrong.\n"; });
    EXPECT_EQ(written(), "\r\033[Kbrnpa: Something is wrong.\n");
    progress.end(0, "done");
    EXPECT_EQ(written(), "1 of 2  a video with a long name: done\n");
    progress.finish();
    EXPECT_EQ(written(), "");
}

}  // namespace
