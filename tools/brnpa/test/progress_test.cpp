#include "progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class ProgressTest : public testing::Test {
  protected:
    Progress make(bool terminal, std::optional<int64_t> total, int columns = 80) {
        Progress::Options options;
        options.terminal = terminal;
        options.total = total;
        options.now = [this] { return time_; };
        options.columns = [columns] { return columns; };
        return Progress(out_, options);
    }

    /// What was written since the last call.
    std::string written() {
        std::string text = out_.str();
        out_.str("");
        return text;
    }

    Progress::Clock::time_point time_{};
    std::ostringstream out_;
};

TEST_F(ProgressTest, ALineEveryFiveSecondsWithoutATerminal) {
    Progress progress = make(false, 200);
    progress.update(1);
    time_ += milliseconds(4900);
    progress.update(49);
    EXPECT_EQ(written(), "");
    time_ += milliseconds(100);
    progress.update(50);
    EXPECT_EQ(written(), " 25 %  50 of 200 frames  10.0 frames/s  15 s left\n");
    progress.update(51);
    EXPECT_EQ(written(), "");
    time_ += seconds(5);
    progress.update(100);
    EXPECT_EQ(written(), " 50 %  100 of 200 frames  10.0 frames/s  10 s left\n");
    progress.finish();
    EXPECT_EQ(written(), "");
}

TEST_F(ProgressTest, WithoutATotalItCounts) {
    Progress progress = make(false, std::nullopt);
    time_ += seconds(10);
    progress.update(25);
    EXPECT_EQ(written(), "25 frames  2.5 frames/s\n");
}

TEST_F(ProgressTest, AnEstimateThatWasTooLowStaysWithinAHundredPercent) {
    Progress progress = make(false, 100);
    time_ += seconds(10);
    progress.update(120);
    EXPECT_EQ(written(), "100 %  120 of 120 frames  12.0 frames/s  0 s left\n");
}

TEST_F(ProgressTest, ABarIsDrawnAnewInItsLine) {
    Progress progress = make(true, 200);
    time_ += seconds(1);
    progress.update(50);
    const std::string first = written();
    EXPECT_EQ(first.rfind("\r\033[K[", 0), 0u) << first;
    EXPECT_NE(first.find(" 25 %  50 of 200 frames  50.0 frames/s  3 s left"), std::string::npos) << first;
    EXPECT_EQ(first.find('\n'), std::string::npos);
    time_ += milliseconds(100);
    progress.update(55);
    EXPECT_EQ(written(), "");
    time_ += milliseconds(100);
    progress.update(60);
    EXPECT_NE(written().find(" 30 %"), std::string::npos);
}

TEST_F(ProgressTest, TheBarIsAsFullAsTheWorkIsDone) {
    Progress progress = make(true, 200, 200);
    time_ += seconds(1);
    progress.update(50);
    const std::string text = written();
    EXPECT_EQ(std::count(text.begin(), text.end(), '#'), 10);
    EXPECT_EQ(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(']')), '.'), 30);
}

TEST_F(ProgressTest, TheBarFitsTheTerminal) {
    for (int columns : {20, 40, 60, 70, 80, 120}) {
        Progress progress = make(true, 200, columns);
        time_ += seconds(1);
        progress.update(50);
        const std::string text = written();
        EXPECT_LT(static_cast<int>(text.size()), columns + 4) << text;  // "\r\033[K" takes no column
    }
}

TEST_F(ProgressTest, FinishDrawsTheLastStateAndEndsTheLine) {
    Progress progress = make(true, 200);
    time_ += seconds(1);
    progress.update(10);
    progress.update(200);
    written();
    progress.finish();
    const std::string text = written();
    EXPECT_NE(text.find("100 %  200 of 200 frames"), std::string::npos) << text;
    EXPECT_EQ(text.back(), '\n');
    progress.finish();
    EXPECT_EQ(written(), "");
}

TEST_F(ProgressTest, FinishWithoutUpdateIsSilent) {
    Progress progress = make(true, 200);
    progress.finish();
    EXPECT_EQ(written(), "");
}

TEST(SpokenDurationTest, IsAsPreciseAsAPersonNeeds) {
    EXPECT_EQ(spokenDuration(0), "0 s");
    EXPECT_EQ(spokenDuration(-1), "0 s");
    EXPECT_EQ(spokenDuration(59.4), "59 s");
    EXPECT_EQ(spokenDuration(59.6), "1 min 00 s");
    EXPECT_EQ(spokenDuration(185), "3 min 05 s");
    EXPECT_EQ(spokenDuration(2 * 3600 + 3 * 60 + 20), "2 h 03 min");
}

}  // namespace
