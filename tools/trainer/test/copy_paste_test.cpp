#include "data/copy_paste.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace brnpa::trainer {
namespace {

const cv::Rect2f place(60, 40, 60, 120);

//! A red ellipse, who touches all sides of his box, on blue noise.
DetectionSample picture() {
    DetectionSample sample{cv::Mat(200, 200, CV_8UC3), {{place, false}}};
    cv::RNG random(7);
    random.fill(sample.picture, cv::RNG::UNIFORM, cv::Scalar(0, 0, 120), cv::Scalar(60, 60, 255));
    cv::Mat body(sample.picture.size(), CV_8UC3), mask(sample.picture.size(), CV_8U, cv::Scalar(0));
    random.fill(body, cv::RNG::UNIFORM, cv::Scalar(150, 0, 0), cv::Scalar(255, 60, 60));
    cv::ellipse(mask, cv::Point(90, 100), cv::Size(30, 60), 0, 0, 360, cv::Scalar(255), cv::FILLED);
    body.copyTo(sample.picture, mask);
    return sample;
}

int redPixels(const cv::Mat& rgb) {
    cv::Mat mask;
    cv::inRange(rgb, cv::Scalar(128, 0, 0), cv::Scalar(255, 128, 128), mask);
    return cv::countNonZero(mask);
}

TEST(CopyPaste, TheContourIsThePersons) {
    const auto people = cutOutPeople({picture()});
    ASSERT_EQ(people.size(), 1u);
    ASSERT_EQ(people[0].share.size(), cv::Size(60, 120));
    cv::Mat ellipse(people[0].share.size(), CV_8U, cv::Scalar(0));
    cv::ellipse(ellipse, cv::Point(30, 60), cv::Size(30, 60), 0, 0, 360, cv::Scalar(255), cv::FILLED);
    EXPECT_LT(cv::mean(cv::abs(people[0].share - ellipse))[0] / 255, 0.05);
}

TEST(CopyPaste, OnlyPeopleWhoStandFreeAreCutOut) {
    const auto countWith = [](const cv::Rect2f& box, bool ignored, const std::vector<PersonBox>& others) {
        DetectionSample sample = picture();
        sample.boxes = {{box, ignored}};
        sample.boxes.insert(sample.boxes.end(), others.begin(), others.end());
        return cutOutPeople({sample}).size();
    };
    EXPECT_EQ(countWith(place, false, {}), 1u);
    EXPECT_EQ(countWith(place, true, {}), 0u) << "ignored";
    EXPECT_EQ(countWith({0, 40, 120, 120}, false, {}), 0u) << "at the border";
    EXPECT_EQ(countWith({60, 40, 20, 40}, false, {}), 0u) << "too small";
    EXPECT_EQ(countWith(place, false, {{{100, 40, 60, 120}, true}}), 0u) << "covered in part";
    EXPECT_EQ(countWith({140, 40, 40, 120}, false, {}), 0u) << "nobody to be seen there";
}

TEST(CopyPaste, APastedPersonIsWhereTheBoxSays) {
    const auto people = cutOutPeople({picture()});
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Random random(seed);
        DetectionSample sample{cv::Mat(120, 160, CV_8UC3, cv::Scalar(0, 0, 255)), {}};
        pastePeople(people, 1, 30, 60, sample, random);
        ASSERT_LE(sample.boxes.size(), 1u);
        if (sample.boxes.empty()) {
            EXPECT_EQ(redPixels(sample.picture), 0);
            continue;
        }
        const cv::Rect box(sample.boxes[0].place);
        EXPECT_GE(box.height, 30);
        EXPECT_LE(box.height, 60);
        EXPECT_NEAR(box.width, box.height / 2., 1);
        // An ellipse fills pi / 4 of its box.
        EXPECT_NEAR(redPixels(sample.picture(box)), CV_PI / 4 * box.area(), 0.12 * box.area());
        EXPECT_EQ(redPixels(sample.picture(box)), redPixels(sample.picture));
    }
}

TEST(CopyPaste, WhoIsCoveredIsIgnoredOrForgotten) {
    const auto people = cutOutPeople({picture()});
    bool ignored = false, forgotten = false, kept = false;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed);
        DetectionSample sample{cv::Mat(120, 160, CV_8UC3, cv::Scalar(0, 0, 255)), {{{70, 40, 20, 40}, false}}};
        const cv::Rect2f there = sample.boxes[0].place;
        pastePeople(people, 1, 60, 80, sample, random);
        const PersonBox& last = sample.boxes.back();
        const float covered = last.place == there ? 0 : (last.place & there).area() / there.area();
        if (sample.boxes.front().place != there) {
            EXPECT_GT(covered, 0.85F);
            forgotten = true;
        } else {
            EXPECT_EQ(sample.boxes.front().ignored, covered > 0.5F);
            (covered > 0.5F ? ignored : kept) = true;
        }
    }
    EXPECT_TRUE(ignored && forgotten && kept);
}

}  // namespace
}  // namespace brnpa::trainer
