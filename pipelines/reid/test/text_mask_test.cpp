#include "reid/text_mask.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace {

using reid::TextMask;

constexpr double SIZE = 20;

double inkOf(const TextMask& mask) {
    return cv::sum(mask.coverage)[0] / 255;
}

TEST(TextMask, growsWithTheTextAndTheFont) {
    const TextMask one = TextMask::of("n", SIZE), two = TextMask::of("nn", SIZE), large = TextMask::of("n", 2 * SIZE);
    EXPECT_NEAR(two.coverage.cols, 2 * one.coverage.cols, 2);
    EXPECT_NEAR(large.coverage.rows, 2 * one.coverage.rows, 2);
    EXPECT_NEAR(inkOf(two), 2 * inkOf(one), 0.1 * inkOf(two));
    EXPECT_EQ(TextMask::of("", SIZE).coverage.cols, 0);
    // A line holds the font's height above the base line and what reaches below.
    EXPECT_GT(one.baseline, SIZE / 2);
    EXPECT_GT(one.coverage.rows, one.baseline);
}

TEST(TextMask, whatStandsOnTheBaseLineEndsThere) {
    const TextMask mask = TextMask::of("HN", SIZE);
    EXPECT_EQ(cv::countNonZero(mask.coverage.rowRange(mask.baseline, mask.coverage.rows)), 0);
    EXPECT_GT(cv::countNonZero(mask.coverage.row(mask.baseline - 1)), 0);
    const TextMask hanging = TextMask::of("gjp", SIZE);
    EXPECT_GT(cv::countNonZero(hanging.coverage.rowRange(hanging.baseline + 1, hanging.coverage.rows)), 0);
}

TEST(TextMask, otherScriptsAreNotQuestionMarks) {
    const TextMask question = TextMask::of("?", SIZE);
    // Latin, Greek and Cyrillic, which every sans-serif font has.
    for (const char* letter : {"\xC3\xAB", "\xC5\x81", "\xCE\xB4", "\xD0\x96"}) {
        const TextMask mask = TextMask::of(letter, SIZE);
        ASSERT_GT(inkOf(mask), 0) << letter;
        EXPECT_FALSE(mask.coverage.size() == question.coverage.size() &&
                     cv::norm(mask.coverage, question.coverage) == 0)
            << letter;
    }
    // A diaeresis is an e with two dots above it: the lower half is the same.
    const TextMask plain = TextMask::of("e", SIZE), dotted = TextMask::of("\xC3\xAB", SIZE);
    ASSERT_EQ(plain.coverage.size(), dotted.coverage.size());
    const int middle = plain.baseline / 2;
    EXPECT_LT(cv::norm(plain.coverage.rowRange(middle + 2, plain.coverage.rows),
                       dotted.coverage.rowRange(middle + 2, plain.coverage.rows), cv::NORM_L1),
              0.1 * cv::norm(plain.coverage, cv::NORM_L1));
    EXPECT_GT(inkOf(dotted), inkOf(plain) + 2);
}

TEST(TextMask, oneLineWhateverTheTextHolds) {
    const int height = TextMask::of("nn", SIZE).coverage.rows;
    EXPECT_LT(TextMask::of("n\nn", SIZE).coverage.rows, 2 * height);
    EXPECT_GT(TextMask::of("n\xFFn", SIZE).coverage.cols, TextMask::of("nn", SIZE).coverage.cols) << "not UTF-8";
}

TEST(TextMask, whatIsTooLongEndsInAnEllipsis) {
    const std::string text(40, 'n');
    const TextMask cut = TextMask::of(text, SIZE, 100);
    EXPECT_LE(cut.coverage.cols, 100);
    EXPECT_GT(cut.coverage.cols, 60);
    EXPECT_EQ(TextMask::of("n", SIZE, 100).coverage.cols, TextMask::of("n", SIZE).coverage.cols);
    const TextMask endless = TextMask::of(std::string(5000, 'm'), SIZE);
    EXPECT_GT(endless.coverage.cols, 10000);
    EXPECT_LE(endless.coverage.cols, 16384) << "cairo has no picture of 90000";
}

TEST(TextMask, drawsInItsColorAndInsideThePicture) {
    const TextMask mask = TextMask::of("HH", SIZE);
    cv::Mat whole(60, 80, CV_8UC3, cv::Scalar(10, 20, 30));
    const cv::Mat before = whole.clone();
    mask.draw(whole, {5, 7}, {250, 150, 50});
    for (int y = 0; y < whole.rows; ++y) {
        for (int x = 0; x < whole.cols; ++x) {
            const cv::Point inside(x - 5, y - 7);
            const bool covered = cv::Rect(cv::Point(), mask.coverage.size()).contains(inside);
            const double ink = covered ? mask.coverage(inside) / 255.0 : 0;
            const auto pixel = whole.at<cv::Vec3b>(y, x);
            EXPECT_NEAR(pixel[0], 10 + ink * 240, 1);
            EXPECT_NEAR(pixel[1], 20 + ink * 130, 1);
            EXPECT_NEAR(pixel[2], 30 + ink * 20, 1);
        }
    }
    for (const cv::Point& corner : {cv::Point(-10, -10), cv::Point(75, 55), cv::Point(-500, 3), cv::Point(3, 500)}) {
        cv::Mat guarded(before.rows + 40, before.cols + 40, CV_8UC3, cv::Scalar(10, 20, 30));
        cv::Mat inner = guarded(cv::Rect(20, 20, before.cols, before.rows));
        mask.draw(inner, corner, {250, 150, 50});
        inner.setTo(cv::Scalar(10, 20, 30));
        EXPECT_EQ(cv::norm(guarded, cv::Mat(guarded.size(), CV_8UC3, cv::Scalar(10, 20, 30)), cv::NORM_L1), 0);
    }
}

TEST(TextMask, threadsMayDrawAtOnce) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([thread] {
            for (int line = 0; line < 300; ++line)
                EXPECT_GT(inkOf(TextMask::of(std::to_string(line * 4 + thread), SIZE)), 0);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
}

TEST(TextMask, errors) {
    EXPECT_THROW(TextMask::of("n", 0.5), cv::Exception);
    cv::Mat gray(10, 10, CV_8UC1);
    EXPECT_THROW(TextMask::of("n", SIZE).draw(gray, {}, {}), cv::Exception);
}

}  // namespace
