#include "reid/mot_tracks.hpp"

#include <gtest/gtest.h>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::MotTracks;

class MotTracksTest : public testing::Test {
  protected:
    std::string put(const std::string& text) const {
        folder_.write("tracks.txt", text);
        return folder_.file("tracks.txt");
    }
    /// What is said about a result of these lines.
    std::string complaint(const std::string& text) const {
        try {
            MotTracks::readResult(put(text));
        } catch (const reid::InputError& error) {
            return error.what();
        }
        return "";
    }
    TemporaryFolder folder_;
};

TEST_F(MotTracksTest, linesAreBoxesByFrame) {
    const MotTracks tracks =
        MotTracks::readResult(put("2,7,10,20.5,30,40,0.9,-1,-1,-1\r\n\n 1 , 7, -5,0,3e1,40,-1\n  \n2,8,1,2,3,4,0"));
    ASSERT_EQ(tracks.frames.size(), 2U);
    ASSERT_EQ(tracks.frames.at(2).size(), 2U);
    EXPECT_EQ(tracks.frames.at(2)[0].track, 7);
    EXPECT_EQ(tracks.frames.at(2)[0].box, cv::Rect2d(10, 20.5, 30, 40));
    EXPECT_EQ(tracks.frames.at(2)[1].track, 8);
    EXPECT_EQ(tracks.frames.at(1)[0].box, cv::Rect2d(-5, 0, 30, 40));
    EXPECT_TRUE(MotTracks::readResult(put("")).frames.empty());
}

TEST_F(MotTracksTest, groundTruthLeavesOutWhatDoesNotCount) {
    const std::string lines = "1,1,0,0,9,9,1,1,0.5\n1,1,0,0,9,9,0,7,1\n1,-1,0,0,9,9,0,8,1\n2,2,0,0,9,9,0,1,1\n";
    const MotTracks tracks = MotTracks::readGroundTruth(put(lines));
    ASSERT_EQ(tracks.frames.size(), 1U);
    EXPECT_EQ(tracks.frames.at(1).size(), 1U);
    EXPECT_NE(complaint(lines), "");  // in a result all lines count
}

TEST_F(MotTracksTest, keep) {
    MotTracks tracks = MotTracks::readResult(put("1,1,0,0,9,9,1\n2,1,0,0,9,9,1\n3,1,0,0,9,9,1\n5,1,0,0,9,9,1\n"));
    tracks.keep(2, 4);
    ASSERT_EQ(tracks.frames.size(), 2U);
    EXPECT_EQ(tracks.frames.begin()->first, 2);
    EXPECT_EQ(tracks.frames.rbegin()->first, 3);
    tracks.keep(7, 9);
    EXPECT_TRUE(tracks.frames.empty());
}

TEST_F(MotTracksTest, refusesLinesThatDoNotFitAndNamesThem) {
    const std::string good = "1,1,0,0,9,9,1\n";
    for (const char* bad : {"0,1,0,0,9,9,1", "1.5,1,0,0,9,9,1", "1,1.5,0,0,9,9,1", "1,2,0,0,0,9,1", "1,2,0,0,9,-9,1",
                            "1,2,0,0,9,9", "1,2,0,0,9,9,", "1,2,0,0,9,9,x", "1 2 0 0 9 9 1", "1,2,nan,0,9,9,1",
                            "1,2,inf,0,9,9,1", "1,2,0,0,9,4e9,1", "{}", "1,2,0,,9,9,1"}) {
        EXPECT_NE(complaint(good + bad + "\n").find("tracks.txt:2\" is not"), std::string::npos) << bad;
    }
    EXPECT_NE(complaint(good + "\n1,-1,0,0,9,9,1\n").find("tracks.txt:3\" has the id -1, "), std::string::npos);
    EXPECT_NE(complaint(good + "2,1,0,0,9,9,1\n1,1,5,0,9,9,1\n").find("tracks.txt:3\" has the id 1 a second time"),
              std::string::npos);
    EXPECT_THROW(MotTracks::readResult(folder_.file("none")), reid::InputError);
    EXPECT_THROW(MotTracks::readGroundTruth(folder_.path()), reid::InputError);
}

}  // namespace
