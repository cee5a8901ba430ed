#include "recognize_family.hpp"

#include <gtest/gtest.h>

namespace {

using reid::DetectorFamily;

cv::Mat output(std::vector<int> shape, int type = CV_32F) {
    return {static_cast<int>(shape.size()), shape.data(), type, cv::Scalar(0)};
}

std::string recognized(const std::vector<cv::Mat>& outputs, cv::Size input,
                       std::optional<DetectorFamily> wanted = std::nullopt) {
    const auto found = reid::recognizeFamily(outputs, input, wanted);
    return found ? reid::nameOf(found->family) + "/" + std::to_string(found->classes) : "none";
}

TEST(RecognizeFamily, publishedShapes) {
    // As the projects' own documentation and model zoos print them.
    EXPECT_EQ(recognized({output({1, 8400, 85})}, {640, 640}), "yolox/80");
    EXPECT_EQ(recognized({output({1, 3549, 85})}, {416, 416}), "yolox/80");  // YOLOX-Nano and -Tiny
    EXPECT_EQ(recognized({output({1, 25200, 85})}, {640, 640}), "yolov5/80");
    EXPECT_EQ(recognized({output({1, 84, 8400})}, {640, 640}), "yolov8/80");
    EXPECT_EQ(recognized({output({1, 5, 8400})}, {640, 640}), "yolov8/1");
    EXPECT_EQ(recognized({output({1, 1, 100, 7})}, {300, 300}), "ssd/0");
    EXPECT_EQ(recognized({output({507, 85}), output({2028, 85})}, {416, 416}, DetectorFamily::Darknet), "darknet/80");
    // 52 x 40 + 26 x 20 + 13 x 10 = 2730 cells.
    EXPECT_EQ(recognized({output({1, 2730, 6})}, {416, 320}), "yolox/1");
}

TEST(RecognizeFamily, largerNetworksHaveAStrideMore) {
    // 160^2 + 80^2 + 40^2 + 20^2 = 34000 cells of 1280 x 1280 at strides 8, 16, 32 and 64.
    const auto found = reid::recognizeFamily({output({1, 34000, 85})}, {1280, 1280}, std::nullopt);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->strides, (std::vector<int>{8, 16, 32, 64}));
    EXPECT_EQ(recognized({output({1, 102000, 85})}, {1280, 1280}), "yolov5/80");
}

TEST(RecognizeFamily, looksThroughAllOutputs) {
    const auto found = reid::recognizeFamily({output({1, 3, 80, 80, 85}), output({1, 25200, 85})}, {640, 640}, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->places, std::vector<size_t>{1});
}

TEST(RecognizeFamily, refusesWhatIsNoDetector) {
    for (const cv::Mat& other : {output({1, 1000}), output({1, 8401, 85}), output({2, 8400, 85}), output({1, 8400, 5}),
                                 output({1, 4, 8400}), output({1, 1, 100, 6}), output({1, 8400, 85}, CV_64F)}) {
        EXPECT_EQ(recognized({other}, {640, 640}), "none");
    }
    EXPECT_EQ(recognized({}, {640, 640}), "none");
    EXPECT_EQ(recognized({output({507, 85}), output({2028, 6})}, {416, 416}, DetectorFamily::Darknet), "none");
}

TEST(RecognizeFamily, byName) {
    EXPECT_EQ(recognized({output({1, 8400, 85})}, {640, 640}, DetectorFamily::Yolov5), "yolov5/80");
    EXPECT_EQ(recognized({output({1, 84, 2100})}, {640, 640}, DetectorFamily::Yolov8), "yolov8/80");
    EXPECT_EQ(recognized({output({1, 84, 8400})}, {640, 640}, DetectorFamily::Yolox), "none");
    EXPECT_EQ(recognized({output({1, 84, 8400})}, {640, 640}, DetectorFamily::Yolov5), "none");
    EXPECT_EQ(recognized({output({1, 8400, 85})}, {640, 640}, DetectorFamily::Yolov8), "none");
    EXPECT_EQ(recognized({output({1, 8400, 85})}, {640, 640}, DetectorFamily::Ssd), "none");
    for (const std::string& name : reid::detectorFamilyNames())
        EXPECT_EQ(reid::nameOf(*reid::familyNamed(name)), name);
    EXPECT_FALSE(reid::familyNamed("yolo"));
}

TEST(RecognizeFamily, theSentenceNamesTheShapes) {
    const std::string text = reid::acceptedShapes({416, 320});
    for (const char* part : {"1 x 2730 x 5 + classes", "1 x 8190 x 5", "4 + classes x 2730", "1 x 1 x N x 7"})
        EXPECT_NE(text.find(part), std::string::npos) << text;
}

}  // namespace
