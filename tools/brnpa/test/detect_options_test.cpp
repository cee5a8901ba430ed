#include "detect_options.hpp"

#include <gtest/gtest.h>

namespace {

DetectOptions parseDetect(const std::string& arguments) {
    CLI::App program;
    DetectOptions options;
    addDetectCommand(program, options);
    program.parse("detect " + arguments);
    return options;
}

TEST(DetectOptionsTest, Defaults) {
    const DetectOptions options = parseDetect("film.mp4 --format mot --output boxes.txt");
    EXPECT_EQ(options.inputs, std::vector<std::string>{"film.mp4"});
    EXPECT_EQ(options.output, "boxes.txt");
    EXPECT_EQ(options.format, DetectionFormat::Mot);
    EXPECT_EQ(options.every, 1);
    EXPECT_FALSE(options.maxFrames);
    EXPECT_FALSE(options.overwrite);
    EXPECT_FALSE(options.detector.options.family);
    EXPECT_FALSE(options.detector.options.inputSize);
    EXPECT_FALSE(options.detector.options.score);
}

TEST(DetectOptionsTest, TakesWhatIsGiven) {
    const DetectOptions options = parseDetect(
        "a.mp4 b.png -f coco -o r.json --detector net.onnx --detector-family yolov8 --detector-size 416x320 "
        "--detector-class 3 --score 0.25 --detect-every 5 --max-frames 60 --overwrite --quiet");
    EXPECT_EQ(options.inputs, (std::vector<std::string>{"a.mp4", "b.png"}));
    EXPECT_EQ(options.format, DetectionFormat::Coco);
    EXPECT_EQ(options.detector.detector, "net.onnx");
    EXPECT_EQ(options.detector.options.family, reid::DetectorFamily::Yolov8);
    EXPECT_EQ(options.detector.options.inputSize, cv::Size(416, 320));
    EXPECT_EQ(options.detector.options.personClass, 3);
    EXPECT_EQ(options.detector.options.score, 0.25);
    EXPECT_EQ(options.every, 5);
    EXPECT_EQ(options.maxFrames, 60);
    EXPECT_TRUE(options.overwrite);
    EXPECT_TRUE(options.quiet);
    EXPECT_EQ(parseDetect("a.mp4 -f jsonl -o r --every 7").every, 7) << "its old name";
    EXPECT_EQ(parseDetect("a.mp4 -f jsonl -o r").format, DetectionFormat::JsonLines);
}

class WrongDetectArguments : public testing::TestWithParam<const char*> {};

TEST_P(WrongDetectArguments, AreRefusedInOneLine) {
    try {
        parseDetect(std::string("film.mp4 ") + GetParam());
        FAIL();
    } catch (const CLI::ParseError& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(All, WrongDetectArguments,
                         testing::Values("-o r", "-f mot", "-f xml -o r", "-f mot -o r --detector-family yolo",
                                         "-f mot -o r --detector-size 416", "-f mot -o r --detector-size 0x32",
                                         "-f mot -o r --detector-size 416x320x3", "-f mot -o r --detector-size 32X32",
                                         "-f mot -o r --score nan", "-f mot -o r --detect-every 0",
                                         "-f mot -o r --max-frames 0", "-f mot -o r --detector-class -1",
                                         "-f mot -o r --unknown"));

}  // namespace
