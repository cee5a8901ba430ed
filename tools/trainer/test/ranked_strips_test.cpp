#include "explain/ranked_strips.hpp"

#include <gtest/gtest.h>

#include "evaluation/write_ranked_strips.hpp"

namespace brnpa::trainer {
namespace {

const cv::Vec3b pictureColor(200, 80, 60);

//! A flat picture of 16 x 32 whose attention is one map, all of it in the upper left quarter.
StripPicture flatPicture(bool matches) {
    StripPicture picture;
    picture.picture = cv::Mat(32, 16, CV_8UC3, cv::Scalar(pictureColor));
    picture.maps = cv::Mat({3, 8, 4}, CV_32F, cv::Scalar(0));
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 2; ++x)
            picture.maps.at<float>(0, y, x) = 1.0f / 8;
    picture.norms = cv::Mat(8, 4, CV_32F, cv::Scalar(2));
    picture.captions = {"1: 0.123", "camera 2"};
    picture.matches = matches;
    return picture;
}

//! Left edges of the columns: where the frames' upper edge begins.
std::vector<int> columnsOf(const cv::Mat& strip, int y) {
    std::vector<int> begins;
    bool inside = false;
    for (int x = 0; x < strip.cols; ++x) {
        const bool frame = strip.at<cv::Vec3b>(y, x) != cv::Vec3b(255, 255, 255);
        if (frame && !inside) begins.push_back(x);
        inside = frame;
    }
    return begins;
}

TEST(RankedStrips, FramesSayWhoIsRight) {
    const cv::Mat strip = paintRankedStrip({"", flatPicture(true), {flatPicture(false), flatPicture(true)}});
    // From below the title the first row that is not white everywhere is the frames' upper edge.
    int top = 0;
    while (top < strip.rows && columnsOf(strip, top).empty())
        ++top;
    ASSERT_LT(top, strip.rows);
    const auto columns = columnsOf(strip, top);
    ASSERT_EQ(columns.size(), 3u);
    const auto at = [&](std::size_t column) { return strip.at<cv::Vec3b>(top, columns[column]); };
    EXPECT_EQ(at(0)[0], at(0)[1]) << "the query's frame is gray";
    EXPECT_EQ(at(0)[1], at(0)[2]);
    EXPECT_GT(at(1)[2], at(1)[1] + 100) << "red for somebody else";
    EXPECT_GT(at(2)[1], at(2)[2] + 100) << "green for the same person";
}

TEST(RankedStrips, PictureAboveAttentionBelow) {
    const cv::Mat strip = paintRankedStrip({"", flatPicture(true), {flatPicture(true)}});
    int top = 0;
    while (columnsOf(strip, top).empty())
        ++top;
    const int left = columnsOf(strip, top).front();
    // A picture of 16 x 32 is drawn 128 x 256.
    const auto pixel = [&](int x, int y) { return strip.at<cv::Vec3b>(top + 10 + y, left + 10 + x); };
    for (const cv::Point at : {cv::Point(10, 10), cv::Point(100, 200)})
        EXPECT_EQ(pixel(at.x, at.y), pictureColor);
    int second = top + 256;  // into the frame's lower edge, then through the white to the next
    while (!columnsOf(strip, second).empty())
        ++second;
    while (columnsOf(strip, second).empty())
        ++second;
    const auto painted = [&](int x, int y) { return strip.at<cv::Vec3b>(second + 10 + y, left + 10 + x); };
    // The first map is red: in the quarter where it is, and not elsewhere, where the picture's gray stays.
    EXPECT_GT(painted(10, 10)[2], painted(10, 10)[1] + 100);
    EXPECT_EQ(painted(100, 200)[0], painted(100, 200)[2]);
    EXPECT_LT(painted(100, 200)[2], 60);
}

TEST(RankedStrips, HalfAreTheWorstAndHalfSpread) {
    std::vector<std::optional<double>> precision;
    for (int i = 0; i < 100; ++i)
        precision.emplace_back(0.01 * ((i * 37) % 100));
    precision[0].reset();  // would be the worst
    const auto chosen = chooseStripQueries(precision, 10);
    ASSERT_EQ(chosen.size(), 10u);
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_NEAR(*precision[chosen[i]], 0.01 * static_cast<double>(i + 1), 1e-9);
    for (std::size_t i = 5; i < 10; ++i)
        EXPECT_GT(*precision[chosen[i]], *precision[chosen[i - 1]] + 0.1);
    EXPECT_NEAR(*precision[chosen.back()], 0.99, 1e-9);
    EXPECT_EQ(chooseStripQueries(precision, 1000).size(), 99u);
    EXPECT_EQ(chooseStripQueries({{0.3}, {0.1}}, 1), (std::vector<std::size_t>{1}));
    EXPECT_TRUE(chooseStripQueries({}, 5).empty());
}

}  // namespace
}  // namespace brnpa::trainer
