#include "data/label_frames.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>

#include "common/errors.hpp"
#include "data/mot_detections.hpp"
#include "data/person_pictures.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

constexpr int frames = 8, frameWidth = 96, frameHeight = 64;

//! Frame n, counted from 1, has the brightness 20 n.
std::string writeClip(const TemporaryFolder& folder) {
    const std::string path = folder.file("clip,1.avi");
    cv::VideoWriter video(path, cv::CAP_OPENCV_MJPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10,
                          {frameWidth, frameHeight});
    for (int i = 1; i <= frames; ++i)
        video.write(cv::Mat(frameHeight, frameWidth, CV_8UC3, cv::Scalar::all(20 * i)));
    return path;
}

class LabelFrames : public ::testing::Test {
  protected:
    LabelFrames() {
        options_.video = writeClip(folder_);
        options_.output = folder_.file("data");
    }

    std::string messageFor(const std::string& detections) {
        options_.detections = {folder_.write("det.txt", detections)};
        try {
            labelFrames(options_);
        } catch (const InputError& error) {
            return error.what();
        }
        return "accepted";
    }

    TemporaryFolder folder_;
    LabelFramesOptions options_;
};

TEST_F(LabelFrames, MakesADataSetOfTheFramesThatTheDetectionsName) {
    options_.detections = {
        folder_.write("a.txt", "3,-1,10,20,16,32,0.8\n3,-1,60,20,16,32,0.5\n7,-1,0,0,8,16,0.05\n"),
        folder_.write("b.txt", "3,-1,10,20,16,32,0.6\r\n5,-1,-4,0,16,24,1\r\n"),
    };
    options_.longestSide = frameWidth / 2;
    const LabeledFrames made = labelFrames(options_);
    EXPECT_EQ(made.pictures, 3u);
    EXPECT_EQ(made.people, 2u);
    EXPECT_EQ(made.ignored, 1u);

    const auto pictures = readPersonPictures(options_.output);
    ASSERT_EQ(pictures.size(), 3u);
    const int numbers[] = {3, 5, 7};
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const cv::Mat picture = cv::imread(pictures[i].path);
        EXPECT_EQ(picture.size(), cv::Size(frameWidth / 2, frameHeight / 2));
        EXPECT_NEAR(cv::mean(picture)[0], 20 * numbers[i], 3) << "another frame";
        EXPECT_EQ(pictures[i].source, "clip 1");
        EXPECT_FALSE(pictures[i].validates);
    }
    ASSERT_EQ(pictures[0].boxes.size(), 2u);
    EXPECT_FALSE(pictures[0].boxes[0].ignored) << "both detectors: 0.7";
    EXPECT_EQ(pictures[0].boxes[0].place, cv::Rect2f(5, 10, 8, 16));
    EXPECT_TRUE(pictures[0].boxes[1].ignored) << "one of two: 0.25";
    ASSERT_EQ(pictures[1].boxes.size(), 1u);
    EXPECT_EQ(pictures[1].boxes[0].place, cv::Rect2f(0, 0, 6, 12)) << "cut at the picture's border";
    EXPECT_TRUE(pictures[2].boxes.empty()) << "0.025: nobody";
}

TEST_F(LabelFrames, FaultsAreNamedAndLeaveNothing) {
    EXPECT_NE(messageFor("3,-1,1,1,2,2\n").find("line 1 of"), std::string::npos);
    EXPECT_NE(messageFor("0,-1,1,1,2,2,1\n").find("accepted is a number from 1"), std::string::npos);
    EXPECT_NE(messageFor("3,-1,1,1,2,2,80\n").find("holds \"80\", accepted is a number from 0 to 1"),
              std::string::npos);
    EXPECT_NE(messageFor("").find("names no frame"), std::string::npos);
    EXPECT_NE(messageFor("9,-1,1,1,2,2,1\n").find("name frame 9, but"), std::string::npos);
    options_.video = folder_.write("no.avi", "no video");
    EXPECT_NE(messageFor("3,-1,1,1,2,2,1\n").find("cannot read the video"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(options_.output));
    EXPECT_FALSE(std::filesystem::exists(options_.output + ".part"));
    std::filesystem::create_directory(options_.output);
    EXPECT_NE(messageFor("3,-1,1,1,2,2,1\n").find("exists already"), std::string::npos);
}

}  // namespace
}  // namespace brnpa::trainer
