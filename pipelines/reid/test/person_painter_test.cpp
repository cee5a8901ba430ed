#include "reid/person_painter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <set>

#include "made_maps.hpp"

namespace {

using reid::Person;
using reid::PersonPainter;

const cv::Scalar SCENE_COLOR(90, 120, 150);

cv::Mat madeScene() {
    return cv::Mat(480, 640, CV_8UC3, SCENE_COLOR);
}

/// One whose three maps light the upper, middle and lower third of the box.
Person somebodyAt(const cv::Rect2f& box, std::optional<int> identity = std::nullopt) {
    Person person{};
    person.trackId = 1;
    person.identity = identity;
    person.box = box;
    person.appearance.maps = madeMaps(3, 3, 1, {1, 0, 0, 0, 1, 0, 0, 0, 1});
    person.appearance.norms = cv::Mat1f(3, 1, 1.0F);
    return person;
}

/// Pixels that differ between two pictures.
cv::Mat1b changed(const cv::Mat& before, const cv::Mat& after) {
    cv::Mat1b pixels(before.size(), uchar{0});
    for (int y = 0; y < before.rows; ++y) {
        for (int x = 0; x < before.cols; ++x) {
            if (before.at<cv::Vec3b>(y, x) != after.at<cv::Vec3b>(y, x)) pixels(y, x) = 255;
        }
    }
    return pixels;
}

TEST(PersonPainter, pixelsFarFromTheBoxAreUntouched) {
    cv::Mat frame = madeScene();
    PersonPainter().draw(frame, {somebodyAt({200, 200, 60, 150})});
    cv::Mat1b touched = changed(madeScene(), frame);
    EXPECT_EQ(cv::countNonZero(touched(cv::Rect(200, 200, 60, 150))), 60 * 150);
    // Without an identity there is no label; the frame's lines are two pixels wide.
    touched(cv::Rect(198, 198, 64, 154)).setTo(0);
    EXPECT_EQ(cv::countNonZero(touched), 0);
}

TEST(PersonPainter, theMapsAreRedGreenAndBlue) {
    cv::Mat frame = madeScene();
    PersonPainter().draw(frame, {somebodyAt({200, 200, 60, 150})});
    const auto brightest = [&](int y) {
        const cv::Vec3b pixel = frame.at<cv::Vec3b>(y, 230);
        return static_cast<int>(std::max_element(pixel.val, pixel.val + 3) - pixel.val);
    };
    EXPECT_EQ(brightest(210), 2) << "map 1, above, is red";
    EXPECT_EQ(brightest(275), 1) << "map 2, in the middle, is green";
    EXPECT_EQ(brightest(340), 0) << "map 3, below, is blue";
}

TEST(PersonPainter, theLabelStaysInTheFrame) {
    for (const cv::Rect2f& box : {cv::Rect2f(0, 0, 50, 120), cv::Rect2f(600, 0, 40, 120), cv::Rect2f(0, 400, 50, 80),
                                  cv::Rect2f(610, 400, 30, 80), cv::Rect2f(0, 0, 640, 480)}) {
        cv::Mat frame = madeScene(), plain = madeScene();
        PersonPainter().draw(frame, {somebodyAt(box, 12345)});
        PersonPainter().draw(plain, {somebodyAt(box)});
        const cv::Scalar color = PersonPainter::colorOf(12345);
        const cv::Vec3b plate(cv::saturate_cast<uchar>(color[0]), cv::saturate_cast<uchar>(color[1]),
                              cv::saturate_cast<uchar>(color[2]));
        cv::Mat1b filled;
        cv::inRange(frame, plate, plate, filled);
        // The frame's lines alone have at most 4 pixels a row for each of 2 sides and 2 whole rows above and below.
        EXPECT_GT(cv::countNonZero(filled), 300) << box;
        EXPECT_GT(cv::countNonZero(changed(frame, plain)), 0) << box;
    }
}

TEST(PersonPainter, whoStandsNearerIsOnTop) {
    Person behind = somebodyAt({200, 100, 60, 150}), before = somebodyAt({230, 130, 60, 150});
    cv::Mat frame = madeScene(), alone = madeScene(), reversed = madeScene();
    PersonPainter().draw(alone, {before});
    PersonPainter().draw(frame, {before, behind});
    PersonPainter().draw(reversed, {behind, before});
    const cv::Rect inside(234, 134, 52, 142);
    cv::Mat1b differs = changed(frame(inside), alone(inside));
    // Only the lines of the frame behind cross it.
    EXPECT_LT(cv::countNonZero(differs), 500);
    EXPECT_EQ(cv::countNonZero(changed(frame, reversed)), 0) << "whatever the order of the list";
}

TEST(PersonPainter, boxesOutsideAndEmptyMapsAreHarmless) {
    cv::Mat frame = madeScene();
    PersonPainter().draw(frame, {});
    PersonPainter().draw(frame, {somebodyAt({700, 100, 60, 150}, 1), somebodyAt({-90, 100, 60, 150}, 2),
                                 somebodyAt({100, 100, 0, 0}, 3), somebodyAt({0, 0, 0.2F, 0.2F}, 4)});
    EXPECT_EQ(cv::countNonZero(changed(madeScene(), frame)), 0);

    Person blind = somebodyAt({100, 100, 60, 150}, 5);
    blind.appearance = {};
    PersonPainter().draw(frame, {blind});
    EXPECT_EQ(frame.at<cv::Vec3b>(175, 130), madeScene().at<cv::Vec3b>(175, 130)) << "the inside is not painted";
    EXPECT_NE(frame.at<cv::Vec3b>(175, 100), madeScene().at<cv::Vec3b>(175, 100)) << "the frame is";
}

TEST(PersonPainter, flatMapsAreDarkGray) {
    Person person = somebodyAt({200, 200, 60, 150});
    person.appearance.maps = madeMaps(3, 3, 1, std::vector<float>(9, 1.0F / 3));
    cv::Mat frame = madeScene();
    PersonPainter().draw(frame, {person});
    const cv::Vec3b pixel = frame.at<cv::Vec3b>(275, 230);
    // A fifth of the gray of the scene: 0.299 * 150 + 0.587 * 120 + 0.114 * 90 = 125.6.
    for (int channel = 0; channel < 3; ++channel)
        EXPECT_NEAR(pixel[channel], 125.6 / 5, 1.5);
}

TEST(PersonPainter, colorsAreFixedAndFarApart) {
    EXPECT_EQ(PersonPainter::colorOf(7), PersonPainter::colorOf(7));
    for (int first = 1; first <= 8; ++first) {
        for (int second = first + 1; second <= 8; ++second) {
            EXPECT_GT(cv::norm(PersonPainter::colorOf(first) - PersonPainter::colorOf(second)), 50)
                << first << " and " << second;
        }
        const cv::Scalar color = PersonPainter::colorOf(first);
        for (int channel = 0; channel < 3; ++channel) {
            EXPECT_GE(color[channel], 0);
            EXPECT_LE(color[channel], 255);
        }
        EXPECT_GT(0.114 * color[0] + 0.587 * color[1] + 0.299 * color[2], 80) << "black text is read on it";
    }
}

TEST(PersonPainter, errors) {
    cv::Mat gray(10, 10, CV_8UC1);
    EXPECT_THROW(PersonPainter().draw(gray, {}), cv::Exception);
}

}  // namespace
