#include "crop_blob.hpp"

#include <gtest/gtest.h>

namespace {

reid::ModelFolder modelOf(cv::Size input) {
    reid::ModelFolder folder{};
    folder.inputSize = input;
    folder.rgb = true;
    folder.mean = {0, 0, 0};
    folder.std = {1, 1, 1};
    return folder;
}

/// Every pixel has its own color: blue = column, green = row, red = 7.
cv::Mat madeFrame(int width, int height) {
    cv::Mat frame(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            frame.at<cv::Vec3b>(y, x) = {static_cast<uchar>(x), static_cast<uchar>(y), 7};
        }
    }
    return frame;
}

float blobAt(const cv::Mat& blob, int n, int channel, int y, int x) {
    return reinterpret_cast<const float*>(blob.ptr(n, channel))[y * blob.size[3] + x];
}

TEST(CropBlob, isTheCropInChannelOrder) {
    reid::ModelFolder folder = modelOf({4, 8});
    const cv::Mat frame = madeFrame(100, 60);
    const cv::Mat blob = reid::cropBlob(frame, {{10, 20, 4, 8}, {50, 30, 4, 8}}, folder);
    ASSERT_EQ(blob.dims, 4);
    EXPECT_EQ(std::vector<int>(blob.size.p, blob.size.p + 4), (std::vector<int>{2, 3, 8, 4}));
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 4; ++x) {
            ASSERT_EQ(blobAt(blob, 0, 0, y, x), 7);
            ASSERT_EQ(blobAt(blob, 0, 1, y, x), 20 + y);
            ASSERT_EQ(blobAt(blob, 0, 2, y, x), 10 + x);
            ASSERT_EQ(blobAt(blob, 1, 2, y, x), 50 + x);
        }
    }
    folder.rgb = false;
    EXPECT_EQ(blobAt(reid::cropBlob(frame, {{10, 20, 4, 8}}, folder), 0, 0, 0, 0), 10) << "blue first";
}

TEST(CropBlob, meanAndStdAreInPixelsAndBlobOrder) {
    reid::ModelFolder folder = modelOf({4, 8});
    folder.mean = {1, 2, 3};
    folder.std = {2, 4, 8};
    const cv::Mat blob = reid::cropBlob(madeFrame(100, 60), {{11, 22, 4, 8}}, folder);
    EXPECT_FLOAT_EQ(blobAt(blob, 0, 0, 0, 0), (7 - 1) / 2.0F);
    EXPECT_FLOAT_EQ(blobAt(blob, 0, 1, 0, 0), (22 - 2) / 4.0F);
    EXPECT_FLOAT_EQ(blobAt(blob, 0, 2, 0, 0), (11 - 3) / 8.0F);
}

TEST(CropBlob, outsideIsFilledByTheNearestPixel) {
    const cv::Mat frame = madeFrame(100, 60);
    // Half of the box lies left of the frame and half above it.
    const cv::Mat blob = reid::cropBlob(frame, {{-2, -4, 4, 8}, {98, 56, 4, 8}}, modelOf({4, 8}));
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 4; ++x) {
            ASSERT_EQ(blobAt(blob, 0, 2, y, x), std::max(0, x - 2));
            ASSERT_EQ(blobAt(blob, 0, 1, y, x), std::max(0, y - 4));
            ASSERT_EQ(blobAt(blob, 1, 2, y, x), std::min(99, 98 + x));
            ASSERT_EQ(blobAt(blob, 1, 1, y, x), std::min(59, 56 + y));
        }
    }
}

TEST(CropBlob, shrinkingAverages) {
    // Blocks of 2 x 2 pixels: columns 10, 11 -> 10.5 and so on; an interpolation between two pixels would do no better,
    // so blocks of 4 x 4 tell an average from a sample.
    const cv::Mat blob = reid::cropBlob(madeFrame(100, 60), {{12, 16, 16, 32}}, modelOf({4, 8}));
    EXPECT_NEAR(blobAt(blob, 0, 2, 0, 0), 13.5, 0.51);
    cv::Mat stripes(64, 64, CV_8UC3, cv::Scalar::all(0));
    for (int x = 0; x < 64; x += 4)
        stripes.col(x).setTo(cv::Scalar::all(200));
    EXPECT_EQ(blobAt(reid::cropBlob(stripes, {{0, 0, 16, 32}}, modelOf({4, 8})), 0, 0, 0, 0), 50);
}

TEST(CropBlob, hugeAndTinyBoxesAreFine) {
    const cv::Mat frame = madeFrame(100, 60);
    const cv::Mat blob =
        reid::cropBlob(frame, {{-1e8F, -1e8F, 2e8F, 2e8F}, {50.2F, 30.2F, 0.1F, 0.1F}}, modelOf({4, 8}));
    EXPECT_TRUE(cv::checkRange(blob.reshape(1, 1)));
    EXPECT_EQ(blobAt(blob, 1, 2, 0, 0), 50);
    EXPECT_EQ(blobAt(blob, 1, 2, 7, 3), 50);
}

TEST(CropBlob, boxesWithoutAreaInTheFrameAreErrors) {
    const cv::Mat frame = madeFrame(100, 60);
    for (const cv::Rect2f& box :
         {cv::Rect2f(100, 0, 10, 10), cv::Rect2f(-10, 0, 10, 10), cv::Rect2f(0, 60, 10, 10), cv::Rect2f(10, 10, 0, 10),
          cv::Rect2f(10, 10, 10, -5), cv::Rect2f(NAN, 0, 10, 10), cv::Rect2f(0, 0, INFINITY, 10)}) {
        EXPECT_THROW(reid::cropBlob(frame, {box}, modelOf({4, 8})), cv::Exception) << box;
    }
    EXPECT_THROW(reid::cropBlob(cv::Mat(), {{0, 0, 4, 8}}, modelOf({4, 8})), cv::Exception);
    EXPECT_THROW(reid::cropBlob(cv::Mat1b(60, 100), {{0, 0, 4, 8}}, modelOf({4, 8})), cv::Exception);
}

}  // namespace
