#include "reid/stored_detections.hpp"

#include <gtest/gtest.h>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::StoredDetections;
using reid::StoredDetector;

std::string line(const std::string& source, int frame, const std::string& detections, int width = 64) {
    return R"({"schema_version":1,"source":")" + source + R"(","frame":)" + std::to_string(frame) +
           R"(,"pts_ns":0,"width":)" + std::to_string(width) +
           R"(,"height":48,"detector":"d","start_confidence":0.5,"detections":[)" + detections + "]}\n";
}

std::string box(double x, double confidence) {
    return cv::format(R"({"box":{"x":%g,"y":2,"width":3,"height":4},"confidence":%g})", x, confidence);
}

const cv::Mat FRAME(48, 64, CV_8UC3, cv::Scalar::all(0));

class StoredDetectionsTest : public testing::Test {
  protected:
    StoredDetections read(const std::string& text, const std::string& source = "a.mp4") const {
        folder_.write("file", text);
        return StoredDetections::read(folder_.file("file"), source);
    }
    std::string sentence(const std::string& text, const std::string& source = "a.mp4") const {
        try {
            read(text, source);
        } catch (const reid::InputError& error) {
            return error.what();
        }
        return "";
    }
    TemporaryFolder folder_;
};

TEST_F(StoredDetectionsTest, jsonLines) {
    const auto stored = read(line("a.mp4", 0, box(1, 0.3) + "," + box(5, 0.9)) + line("a.mp4", 5, ""));
    EXPECT_EQ(stored.frameSize, cv::Size(64, 48));
    EXPECT_EQ(stored.startConfidence, 0.5);
    EXPECT_EQ(stored.step(), 5);
    EXPECT_EQ(stored.lastFrame(), 5);
    StoredDetector detector(stored, 5);
    const auto found = detector.detect(FRAME);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].box, cv::Rect2f(5, 2, 3, 4));  // the surest first
    EXPECT_FLOAT_EQ(found[1].confidence, 0.3F);
    EXPECT_TRUE(detector.detect(FRAME).empty());
    EXPECT_THROW(detector.detect(FRAME), reid::InputError);  // frame 10 is not there
}

TEST_F(StoredDetectionsTest, mot) {
    const auto stored = read("1,-1,1,2,3,4,0.3,-1,-1,-1\r\n1,-1,5,2,3,4,0.9\n\n 4, 7, 8.5, 2, 3, 4, -1\n");
    EXPECT_FALSE(stored.frameSize);
    EXPECT_EQ(stored.step(), 3);
    StoredDetector detector(stored, 1);
    EXPECT_EQ(detector.detect(FRAME).size(), 2U);
    EXPECT_TRUE(detector.detect(FRAME).empty());
    EXPECT_TRUE(detector.detect(FRAME).empty());
    EXPECT_EQ(detector.detect(FRAME).at(0).box, cv::Rect2f(8.5F, 2, 3, 4));
    EXPECT_TRUE(detector.detect(FRAME).empty());
}

TEST_F(StoredDetectionsTest, aFileOfSeveralVideosGivesTheOneThatIsNamed) {
    const std::string text = line("a.mp4", 0, box(1, 0.5)) + line("b.mp4", 0, box(2, 0.5)) + line("b.mp4", 1, "");
    EXPECT_EQ(read(text, "b.mp4").frames.size(), 2U);
    EXPECT_NE(sentence(text, "c.mp4").find("c.mp4"), std::string::npos);
    EXPECT_EQ(read(line("a.mp4", 0, ""), "elsewhere/a.mp4").frames.size(), 1U);  // there is no other
}

TEST_F(StoredDetectionsTest, refusesAnotherVideo) {
    StoredDetector size(read(line("a.mp4", 0, "")), 1);
    EXPECT_THROW(size.detect(cv::Mat(48, 65, CV_8UC3, cv::Scalar())), reid::InputError);
    StoredDetector outside(read("1,-1,64,2,3,4,0.5\n"), 1);
    EXPECT_THROW(outside.detect(FRAME), reid::InputError);
    EXPECT_THROW(StoredDetector(read(line("a.mp4", 0, "") + line("a.mp4", 4, "")), 2), reid::InputError);
    EXPECT_NO_THROW(StoredDetector(read(line("a.mp4", 0, "") + line("a.mp4", 4, "")), 8));
}

TEST_F(StoredDetectionsTest, refusesLinesThatDoNotFitAndNamesThem) {
    for (const char* bad :
         {"0,-1,1,2,3,4,0.5\n", "1.5,-1,1,2,3,4,0.5\n", "1,-1,1,2,3,4\n", "1,-1,1,2,0,4,0.5\n", "1,-1,1,2,3,x,0.5\n",
          "1,-1,nan,2,3,4,0.5\n", "1 -1 1 2 3 4 0.5\n", "1,-1,1,2,3,4e9,0.5\n", "hello\n", "1,-1,1,2,3,4 5,0.5\n"}) {
        EXPECT_NE(sentence(std::string("1,-1,1,2,3,4,0.5\n") + bad).find("file:2"), std::string::npos) << bad;
    }
    const std::string good = line("a.mp4", 0, "");
    for (const std::string& bad :
         {std::string("1,-1,1,2,3,4,0.5\n"), std::string("{\n"), std::string("{}\n"), line("a.mp4", 0, ""),
          line("a.mp4", 1, "", 65), line("a.mp4", -1, ""), line("a.mp4", 1, "5"), line("a.mp4", 1, "{}")}) {
        EXPECT_NE(sentence(good + bad).find("file:2"), std::string::npos) << bad;
    }
    EXPECT_THROW(StoredDetections::read(folder_.file("none"), ""), reid::InputError);
}

TEST_F(StoredDetectionsTest, anEmptyFileIsAVideoWithoutPeople) {
    StoredDetector detector(read(""), 3);
    EXPECT_TRUE(detector.detect(FRAME).empty());
}

}  // namespace
