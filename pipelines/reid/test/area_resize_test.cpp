#include "area_resize.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace {

cv::Mat noise(cv::Size size) {
    cv::Mat picture(size, CV_8UC3);
    cv::RNG random(7);
    random.fill(picture, cv::RNG::UNIFORM, 0, 256);
    return picture;
}

cv::Mat shrunk(const cv::Mat& from, cv::Size size) {
    cv::Mat to(size, CV_8UC3, cv::Scalar::all(99));
    reid::shrinkByArea(from, to);
    return to;
}

/// How much of the pixel from i to i + 1 lies between two places.
double shareInside(int i, double begin, double end) {
    return std::max(0.0, std::min(end, i + 1.0) - std::max(begin, static_cast<double>(i)));
}

/// The mean of what an output pixel covers, as it is defined, in double.
cv::Vec3d meanUnder(const cv::Mat& from, cv::Size size, cv::Point at) {
    const double scaleX = static_cast<double>(from.cols) / size.width,
                 scaleY = static_cast<double>(from.rows) / size.height;
    cv::Vec3d sum;
    for (int y = 0; y < from.rows; ++y) {
        const double tall = shareInside(y, at.y * scaleY, (at.y + 1) * scaleY);
        for (int x = 0; tall > 0 && x < from.cols; ++x)
            sum += tall * shareInside(x, at.x * scaleX, (at.x + 1) * scaleX) * cv::Vec3d(from.at<cv::Vec3b>(y, x));
    }
    return sum / (scaleX * scaleY);
}

class AreaResize : public testing::TestWithParam<std::pair<cv::Size, cv::Size>> {};

TEST_P(AreaResize, isTheMeanOfWhatAPixelCovers) {
    const auto [from, to] = GetParam();
    const cv::Mat picture = noise(from), small = shrunk(picture, to);
    constexpr double ROUNDING = 0.5 + 1e-3;
    for (int y = 0; y < to.height; ++y) {
        for (int x = 0; x < to.width; ++x) {
            const cv::Vec3d error = cv::Vec3d(small.at<cv::Vec3b>(y, x)) - meanUnder(picture, to, {x, y});
            ASSERT_LE(cv::norm(error, cv::NORM_INF), ROUNDING) << "at " << cv::Point(x, y);
        }
    }
}

TEST_P(AreaResize, isWhatOpencvSaysUpToRounding) {
    const auto [from, to] = GetParam();
    const cv::Mat picture = noise(from);
    cv::Mat expected;
    cv::resize(picture, expected, to, 0, 0, cv::INTER_AREA);
    EXPECT_LE(cv::norm(shrunk(picture, to), expected, cv::NORM_INF), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, AreaResize,
    testing::Values(std::pair(cv::Size(96, 72), cv::Size(52, 39)),  // as 768 x 576 to 416 x 312
                    std::pair(cv::Size(64, 64), cv::Size(32, 32)), std::pair(cv::Size(60, 90), cv::Size(20, 30)),
                    std::pair(cv::Size(97, 101), cv::Size(13, 17)), std::pair(cv::Size(33, 40), cv::Size(32, 39)),
                    std::pair(cv::Size(20, 30), cv::Size(20, 30)), std::pair(cv::Size(41, 11), cv::Size(41, 5)),
                    std::pair(cv::Size(50, 40), cv::Size(1, 1)), std::pair(cv::Size(1, 1), cv::Size(1, 1)),
                    std::pair(cv::Size(2, 3), cv::Size(1, 2))));

TEST(AreaResizeOf, parts) {
    const cv::Mat whole = noise({80, 60});
    const cv::Rect part(7, 5, 50, 44), place(3, 2, 21, 20);
    cv::Mat target(30, 40, CV_8UC3, cv::Scalar::all(5));
    reid::shrinkByArea(whole(part), target(place));
    EXPECT_EQ(cv::norm(target(place), shrunk(whole(part).clone(), place.size()), cv::NORM_INF), 0);
    target(place).setTo(cv::Scalar::all(5));
    EXPECT_EQ(cv::norm(target, cv::Mat(target.size(), CV_8UC3, cv::Scalar::all(5)), cv::NORM_INF), 0)
        << "nothing beside its place is written";
}

TEST(AreaResizeOf, errors) {
    EXPECT_THROW(shrunk(noise({8, 8}), {9, 8}), cv::Exception);
    EXPECT_THROW(shrunk(noise({8, 8}), {8, 9}), cv::Exception);
    EXPECT_THROW(shrunk(cv::Mat(8, 8, CV_8UC1, cv::Scalar()), {4, 4}), cv::Exception);
}

}  // namespace
