#include "reid/hog_detector.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace {

using reid::Detection;
using reid::HogDetector;

/// A figure with head, arms and legs, dark on light, of the given height: gradients that a classifier of upright people
/// answers to.
cv::Mat sceneWithFigure(cv::Point feet, int height) {
    cv::Mat scene(480, 640, CV_8UC3, cv::Scalar(200, 205, 210));
    const auto at = [&](double x, double y) {
        return cv::Point(cvRound(feet.x + x * height), cvRound(feet.y - y * height));
    };
    const cv::Scalar dark(40, 35, 30);
    const int limb = height / 10;
    cv::circle(scene, at(0, 0.92), height / 13, dark, cv::FILLED, cv::LINE_AA);
    cv::ellipse(scene, at(0, 0.65), cv::Size(height / 8, height / 5), 0, 0, 360, dark, cv::FILLED, cv::LINE_AA);
    for (const int side : {-1, 1}) {
        cv::line(scene, at(side * 0.1, 0.78), at(side * 0.14, 0.45), dark, limb * 2 / 3, cv::LINE_AA);
        cv::line(scene, at(side * 0.05, 0.5), at(side * 0.09, 0.02), dark, limb, cv::LINE_AA);
    }
    return scene;
}

TEST(HogDetector, findsAFigureAndFitsTheBox) {
    HogDetector detector;
    const int height = 150;
    const std::vector<Detection> found = detector.detect(sceneWithFigure({300, 350}, height));
    ASSERT_EQ(found.size(), 1U);
    const cv::Rect2f box = found[0].box;
    EXPECT_GT(found[0].confidence, 0.3);
    EXPECT_NEAR(box.x + box.width / 2, 300, 0.1 * height);
    EXPECT_NEAR(box.y + box.height / 2, 350 - height / 2, 0.1 * height);
    EXPECT_NEAR(box.height, height, 0.2 * height);
}

TEST(HogDetector, enlargingFindsSmallerPeople) {
    // 60 pixels high: the classifier's window of 128 pixels shows a person of about 96.
    const cv::Mat scene = sceneWithFigure({300, 350}, 60);
    reid::HogOptions options;
    options.scale = 1;
    EXPECT_TRUE(HogDetector(options).detect(scene).empty());
    options.scale = 2;
    EXPECT_EQ(HogDetector(options).detect(scene).size(), 1U);
}

TEST(HogDetector, minConfidenceIsALimit) {
    const cv::Mat scene = sceneWithFigure({300, 350}, 150);
    const float confidence = HogDetector().detect(scene).at(0).confidence;
    reid::HogOptions options;
    options.minConfidence = confidence + 0.01;
    EXPECT_TRUE(HogDetector(options).detect(scene).empty());
}

TEST(HogDetector, nobodyInEmptyAndTinyFrames) {
    HogDetector detector;
    EXPECT_TRUE(detector.detect(cv::Mat(240, 320, CV_8UC3, cv::Scalar::all(128))).empty());
    EXPECT_TRUE(detector.detect(cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(128))).empty());
    EXPECT_TRUE(detector.detect(cv::Mat(10, 640, CV_8UC3, cv::Scalar::all(128))).empty());
}

TEST(HogDetector, errors) {
    HogDetector detector;
    EXPECT_THROW(detector.detect(cv::Mat()), cv::Exception);
    EXPECT_THROW(detector.detect(cv::Mat(240, 320, CV_8UC1, cv::Scalar::all(1))), cv::Exception);
    reid::HogOptions options;
    options.scale = 0;
    EXPECT_THROW(HogDetector{options}, cv::Exception);
}

}  // namespace
