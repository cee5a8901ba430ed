#include "reid/picture_codecs.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace {

using namespace reid;
namespace fs = std::filesystem;

/// Smooth, in all colors, of a size that is no multiple of JPEG's blocks.
cv::Mat colorfulPicture() {
    cv::Mat picture(83, 51, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
            picture.at<cv::Vec3b>(y, x) =
                cv::Vec3b(static_cast<uchar>(3 * y), static_cast<uchar>(5 * x), static_cast<uchar>(128 + x - y));
    return picture;
}

std::vector<uchar> writtenByOpencv(const cv::Mat& picture, const std::string& ending, const std::vector<int>& how) {
    std::vector<uchar> file;
    cv::imencode(ending, picture, file, how);
    return file;
}

TEST(PictureCodecsTest, AJpegIsWhatOpencvWrites) {
    const cv::Mat picture = colorfulPicture();
    for (const int quality : {30, 85, 95}) {
        const cv::Mat ours = cv::imdecode(jpegOf(picture, quality), cv::IMREAD_COLOR);
        const cv::Mat theirs =
            cv::imdecode(writtenByOpencv(picture, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality}), cv::IMREAD_COLOR);
        ASSERT_EQ(ours.size(), picture.size());
        EXPECT_LE(cv::norm(ours, theirs, cv::NORM_INF), 2) << quality;  // of another libjpeg
    }
}

TEST(PictureCodecsTest, APartOfAPictureBecomesAJpegOfItsOwn) {
    const cv::Mat picture = colorfulPicture();
    const cv::Mat part = picture(cv::Rect(7, 11, 16, 24));
    const cv::Mat read = cv::imdecode(jpegOf(part, 95), cv::IMREAD_COLOR);
    ASSERT_EQ(read.size(), part.size());
    EXPECT_LT(cv::norm(read, part, cv::NORM_L1) / static_cast<double>(3 * part.total()), 6);
}

TEST(PictureCodecsTest, WhatIsNoPictureOfColorsOrTooLargeForJpegIsRefused) {
    EXPECT_THROW(jpegOf(cv::Mat(), 85), cv::Exception);
    EXPECT_THROW(jpegOf(cv::Mat(4, 4, CV_8UC1, cv::Scalar(0)), 85), cv::Exception);
    EXPECT_THROW(jpegOf(cv::Mat(1, 65501, CV_8UC3, cv::Scalar()), 85), cv::Exception);
    EXPECT_FALSE(jpegOf(cv::Mat(1, 65500, CV_8UC3, cv::Scalar()), 85).empty());
}

TEST(PictureCodecsTest, OtherFormatsAreOpencvs) {
    const cv::Mat picture = colorfulPicture();
    const std::vector<uchar> png = encodedPicture(picture, ".png");
    EXPECT_EQ(cv::norm(cv::imdecode(png, cv::IMREAD_COLOR), picture, cv::NORM_INF), 0);
    EXPECT_EQ(cv::norm(pictureOf(png), picture, cv::NORM_INF), 0);
    EXPECT_TRUE(pictureOf({1, 2, 3}).empty());
    EXPECT_TRUE(endsLikePicture("out.png"));
    EXPECT_FALSE(endsLikePicture("out.mp4"));

    const fs::path path = fs::temp_directory_path() / ("codecs_test_" + std::to_string(getpid()));
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
    EXPECT_TRUE(looksLikePicture(path.string()));
    EXPECT_EQ(cv::norm(pictureIn(path.string()), picture, cv::NORM_INF), 0);
    std::ofstream(path) << "no picture";
    EXPECT_FALSE(looksLikePicture(path.string()));
    EXPECT_TRUE(pictureIn(path.string()).empty());
    fs::remove(path);
}

}  // namespace
