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

/// Pixels of an identity's color: its label and the lines of its frame.
int countColor(const cv::Mat& frame, int identity) {
    const cv::Scalar color = PersonPainter::colorOf(identity);
    cv::Mat3b one(1, 1);
    one(0) = cv::Vec3b(cv::saturate_cast<uchar>(color[0]), cv::saturate_cast<uchar>(color[1]),
                       cv::saturate_cast<uchar>(color[2]));
    cv::Mat1b found;
    cv::inRange(frame, cv::Scalar(one(0)), cv::Scalar(one(0)), found);
    return cv::countNonZero(found);
}

TEST(PersonPainter, steadySaliencyIsPaintedWhereThereIsOne) {
    Person person = somebodyAt({200, 200, 60, 150});
    person.steadySaliency = madeMaps(3, 3, 1, {0, 0, 1, 0, 1, 0, 1, 0, 0});
    cv::Mat frame = madeScene();
    PersonPainter().draw(frame, {person});
    const cv::Vec3b above = frame.at<cv::Vec3b>(210, 230);
    EXPECT_GT(above[0], above[2]) << "the third map, above here, is blue";
}

TEST(PersonPainter, theLabelStaysInTheFrame) {
    const auto coloredPixels = [](const cv::Rect2f& box) {
        cv::Mat frame = madeScene();
        PersonPainter().draw(frame, {somebodyAt(box, 1234567890)});
        return countColor(frame, 1234567890);
    };
    // Small boxes, so that most of the color is the label's: the four lines have 2 x 4 x 20 = 160 pixels, which the
    // edge of the picture or the label may hide.
    const int whole = coloredPixels({300, 200, 20, 20});
    ASSERT_GT(whole - 160, 800);
    for (const cv::Rect2f& box : {cv::Rect2f(0, 0, 20, 20), cv::Rect2f(620, 0, 20, 20), cv::Rect2f(0, 460, 20, 20),
                                  cv::Rect2f(620, 460, 20, 20), cv::Rect2f(-10, 200, 20, 20)}) {
        EXPECT_GT(coloredPixels(box), whole - 2 * 160) << box;
    }
    // Nothing is free above or below a box as high as the picture.
    EXPECT_GT(coloredPixels({300, 0, 20, 480}), whole - 160);
}

TEST(PersonPainter, labelsOfNeighborsDoNotHideEachOther) {
    const cv::Rect2f left(200, 200, 30, 100), right(232, 200, 30, 100);
    cv::Mat together = madeScene(), leftAlone = madeScene(), rightAlone = madeScene();
    PersonPainter().draw(together, {somebodyAt(left, 1), somebodyAt(right, 2)});
    PersonPainter().draw(leftAlone, {somebodyAt(left, 1)});
    PersonPainter().draw(rightAlone, {somebodyAt(right, 2)});
    // A plate is wider than the gap: one beside the other would cover a good part of it. Lines that cross may differ.
    EXPECT_GT(countColor(together, 1), countColor(leftAlone, 1) - 60);
    EXPECT_GT(countColor(together, 2), countColor(rightAlone, 2) - 60);
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
    // Half of the gray of the scene, the mean of its channels as in the author's pictures: (90 + 120 + 150) / 3.
    for (int channel = 0; channel < 3; ++channel)
        EXPECT_NEAR(pixel[channel], 120 / 2.0, 1);
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

TEST(PersonPainter, whatIsTouchedHoldsEverythingThatIsDrawn) {
    // At the borders, on top of each other, and with a long name.
    std::vector<Person> people = {somebodyAt({-20, 5, 60, 150}, 1), somebodyAt({10, 20, 60, 150}, 2),
                                  somebodyAt({600, 400.4F, 60.3F, 150}, 3), somebodyAt({300.6F, 200, 50, 120})};
    people[2].name = "Maximiliane";
    const cv::Size size(640, 480);
    cv::Mat untouched(size, CV_8UC1, cv::Scalar(1));
    for (const cv::Rect& part : PersonPainter::touched(people, size)) {
        EXPECT_EQ(part & cv::Rect(cv::Point(), size), part) << "inside the frame";
        untouched(part) = 0;
    }
    cv::Mat frame(size, CV_8UC3, cv::Scalar(10, 200, 90)), difference, changed;
    PersonPainter().draw(frame, people);
    cv::absdiff(frame, cv::Scalar(10, 200, 90), difference);
    cv::cvtColor(difference, changed, cv::COLOR_BGR2GRAY);
    EXPECT_EQ(cv::countNonZero(changed & (untouched * 255)), 0);
    EXPECT_LT(size.area() - cv::countNonZero(untouched), 60000) << "the boxes have 25000 pixels inside";
}

TEST(PersonPainter, errors) {
    cv::Mat gray(10, 10, CV_8UC1);
    EXPECT_THROW(PersonPainter().draw(gray, {}), cv::Exception);
}

TEST(PersonPainter, namesAreDrawn) {
    Person person = somebodyAt({200, 200, 60, 150}, 7);
    cv::Mat plain(480, 640, CV_8UC3, cv::Scalar::all(0)), named = plain.clone();
    PersonPainter().draw(plain, {person});
    person.name = "Anna";
    PersonPainter().draw(named, {person});
    EXPECT_GT(cv::norm(plain, named, cv::NORM_L1), 0);
}

}  // namespace
