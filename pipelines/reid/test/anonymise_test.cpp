#include "reid/anonymise.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

const cv::Size FRAME(640, 480);

/// Noise: every pixel is a detail.
cv::Mat madeScene() {
    cv::Mat frame(FRAME, CV_8UC3);
    cv::RNG random(7);
    random.fill(frame, cv::RNG::UNIFORM, 0, 256);
    return frame;
}

cv::Mat anonymised(const std::vector<cv::Rect2f>& boxes) {
    cv::Mat frame = madeScene();
    reid::anonymise(frame, boxes);
    return frame;
}

/// Runs of equal pixels in a row or column.
int runs(const cv::Mat& line) {
    const cv::Mat pixels = line.clone().reshape(3, 1);
    int count = 1;
    for (int i = 1; i < pixels.cols; ++i)
        count += pixels.at<cv::Vec3b>(i) != pixels.at<cv::Vec3b>(i - 1) ? 1 : 0;
    return count;
}

TEST(Anonymise, leavesAFewSquaresOfABox) {
    for (const cv::Rect box : {cv::Rect(100, 100, 40, 100), cv::Rect(50, 20, 150, 400), cv::Rect(300, 200, 200, 200),
                               cv::Rect(300, 100, 300, 90), cv::Rect(630, 50, 40, 150), cv::Rect(7, 9, 3, 5)}) {
        const cv::Mat frame = anonymised({cv::Rect2f(box)});
        const cv::Mat inside = frame(box & cv::Rect(cv::Point(), FRAME));
        std::set<int> levels;
        for (int y = 0; y < inside.rows; ++y) {
            for (int x = 0; x < inside.cols; ++x) {
                const cv::Vec3b pixel = inside.at<cv::Vec3b>(y, x);
                EXPECT_EQ(pixel[0], pixel[1]) << "no color";
                EXPECT_EQ(pixel[1], pixel[2]) << "no color";
                levels.insert(pixel[0]);
            }
        }
        EXPECT_LE(levels.size(), 32U) << box;
        const bool upright = inside.rows >= inside.cols;
        for (int y = 0; y < inside.rows; ++y)
            EXPECT_LE(runs(inside.row(y)), upright ? 4 : 8) << box;
        for (int x = 0; x < inside.cols; ++x)
            EXPECT_LE(runs(inside.col(x)), upright ? 8 : 4) << box;
    }
}

TEST(Anonymise, aSquareIsTheMeanOfItsPixels) {
    cv::Mat frame(FRAME, CV_8UC3, cv::Scalar::all(50));
    // The box and its margin are 48 x 96 pixels: 4 x 8 squares of 12.
    const cv::Rect2f box(104, 108, 40, 80);
    frame(cv::Rect(100, 100, 6, 12)).setTo(cv::Scalar::all(250));
    reid::anonymise(frame, {box});
    EXPECT_EQ(frame.at<cv::Vec3b>(100, 100), cv::Vec3b::all(150)) << "half of the first square is bright";
    EXPECT_EQ(frame.at<cv::Vec3b>(111, 111), cv::Vec3b::all(150));
    EXPECT_EQ(frame.at<cv::Vec3b>(112, 111), cv::Vec3b::all(50));
    EXPECT_EQ(frame.at<cv::Vec3b>(111, 112), cv::Vec3b::all(50));
}

TEST(Anonymise, changesNothingOutsideTheBoxesAndTheirMargins) {
    const std::vector<cv::Rect2f> boxes = {{100, 100, 40, 100}, {-30, 300, 60, 150}, {600, 400.4F, 60.3F, 150}};
    const cv::Mat before = madeScene();
    cv::Mat after = anonymised(boxes);
    const std::vector<cv::Rect> parts = reid::anonymisedParts(boxes, FRAME);
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0], cv::Rect(96, 90, 48, 120)) << "a tenth larger on each side";
    for (const cv::Rect& part : parts) {
        EXPECT_EQ(part & cv::Rect(cv::Point(), FRAME), part) << "inside the frame";
        before(part).copyTo(after(part));
    }
    EXPECT_EQ(cv::norm(before, after, cv::NORM_INF), 0);
}

TEST(Anonymise, peopleInFrontOfEachOtherAreBothGone) {
    const cv::Rect both(100, 100, 60, 100);
    const cv::Mat frame = anonymised({{100, 100, 40, 100}, {120, 100, 40, 100}});
    for (int y = both.y; y < both.br().y; ++y)
        EXPECT_LE(runs(frame(both).row(y - both.y)), 8);
}

TEST(Anonymise, boxesWithoutAPixelAreHarmless) {
    const cv::Mat frame = anonymised({{700, 100, 60, 150}, {100, 100, 0, 0}, {-90, 0, 60, 150}});
    EXPECT_EQ(cv::norm(madeScene(), frame, cv::NORM_INF), 0);
    cv::Mat none = madeScene();
    reid::anonymise(none, {});
    EXPECT_EQ(cv::norm(madeScene(), none, cv::NORM_INF), 0);
}

TEST(Anonymise, errors) {
    cv::Mat gray(10, 10, CV_8UC1);
    EXPECT_THROW(reid::anonymise(gray, {}), cv::Exception);
}

}  // namespace
