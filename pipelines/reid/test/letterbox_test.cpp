#include "letterbox.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace {

using reid::DetectorInput;
using reid::FrameFit;
using reid::Letterbox;

DetectorInput inputOf(cv::Size size, FrameFit fit) {
    return {size, fit, /*rgb=*/true, cv::Scalar::all(0), cv::Scalar::all(1)};
}

/// One channel of a blob.
cv::Mat plane(const cv::Mat& blob, int channel) {
    return cv::Mat(blob.size[2], blob.size[3], CV_32F, const_cast<float*>(blob.ptr<float>(0, channel))).clone();
}

TEST(Letterbox, places) {
    // 768 x 576 into 416 x 320: min(416 / 768, 320 / 576) = 0.54167, so 416 x 312 and 8 rows to spare.
    EXPECT_EQ(Letterbox({768, 576}, inputOf({416, 320}, FrameFit::TopLeft)).placed(), cv::Rect(0, 0, 416, 312));
    EXPECT_EQ(Letterbox({768, 576}, inputOf({416, 320}, FrameFit::Centered)).placed(), cv::Rect(0, 4, 416, 312));
    EXPECT_EQ(Letterbox({768, 576}, inputOf({416, 320}, FrameFit::Stretched)).placed(), cv::Rect(0, 0, 416, 320));
    // A tall one: min(416 / 100, 320 / 400) = 0.8, so 80 x 320 and 336 columns to spare.
    EXPECT_EQ(Letterbox({100, 400}, inputOf({416, 320}, FrameFit::Centered)).placed(), cv::Rect(168, 0, 80, 320));
    // 101 x 100 into 64 x 64: 63.37 rows are rounded to 63; of the odd rest of 1 nothing comes first.
    EXPECT_EQ(Letterbox({101, 100}, inputOf({64, 64}, FrameFit::Centered)).placed(), cv::Rect(0, 0, 64, 63));
    // One row of a frame far too wide is kept.
    EXPECT_EQ(Letterbox({10000, 2}, inputOf({64, 64}, FrameFit::TopLeft)).placed(), cv::Rect(0, 0, 64, 1));
}

TEST(Letterbox, fillsWithGreyAndOrdersChannels) {
    const cv::Mat frame(50, 100, CV_8UC3, cv::Scalar(10, 20, 30));  // B, G, R
    DetectorInput input = inputOf({64, 64}, FrameFit::Centered);
    input.mean = {1, 2, 3};
    input.std = {2, 4, 8};
    const cv::Mat blob = Letterbox(frame.size(), input).blob(frame);
    ASSERT_EQ(blob.dims, 4);
    // 64 x 32 in the middle: rows 16 to 47.
    EXPECT_FLOAT_EQ(plane(blob, 0).at<float>(16, 0), (30 - 1) / 2.F);
    EXPECT_FLOAT_EQ(plane(blob, 1).at<float>(47, 63), (20 - 2) / 4.F);
    EXPECT_FLOAT_EQ(plane(blob, 2).at<float>(30, 30), (10 - 3) / 8.F);
    EXPECT_FLOAT_EQ(plane(blob, 0).at<float>(15, 0), (114 - 1) / 2.F);
    EXPECT_FLOAT_EQ(plane(blob, 1).at<float>(48, 63), (114 - 2) / 4.F);
    input.rgb = false;
    EXPECT_FLOAT_EQ(plane(Letterbox(frame.size(), input).blob(frame), 0).at<float>(16, 0), (10 - 1) / 2.F);
}

/// A rectangle whose edges lie between pixels of the input comes back from where the scaled picture shows it.
TEST(Letterbox, averagesAreasWhereItShrinksAndIsToldTo) {
    // Every fourth column is white: the mean of each 4 x 4 block is a quarter; linear looks at the two columns in the
    // middle of four only, which are black.
    cv::Mat frame(64, 64, CV_8UC3, cv::Scalar());
    for (int column = 0; column < frame.cols; column += 4)
        frame.col(column).setTo(cv::Scalar::all(255));
    DetectorInput input{{16, 16}, FrameFit::TopLeft, true, cv::Scalar(), cv::Scalar::all(1)};
    EXPECT_EQ(cv::countNonZero(plane(Letterbox(frame.size(), input).blob(frame), 0)), 0);
    input.averaged = true;
    const cv::Mat averaged = plane(Letterbox(frame.size(), input).blob(frame), 0);
    EXPECT_NEAR(cv::mean(averaged)[0], 255 / 4., 0.5);
    EXPECT_LE(cv::norm(averaged, cv::Mat(16, 16, CV_32F, cv::Scalar(255 / 4.)), cv::NORM_INF), 0.5);
}

TEST(Letterbox, boxesComeBackFromWhereThePixelsWent) {
    const cv::Rect rectangle(120, 60, 160, 240);  // even multiples of the scale's denominator
    cv::Mat frame(480, 640, CV_8UC3, cv::Scalar::all(0));
    frame(rectangle).setTo(cv::Scalar::all(255));
    for (const FrameFit fit : {FrameFit::TopLeft, FrameFit::Centered, FrameFit::Stretched}) {
        Letterbox letterbox(frame.size(), inputOf({416, 352}, fit));
        cv::Mat bright = plane(letterbox.blob(frame), 0) > 200;
        const cv::Rect seen = cv::boundingRect(bright);
        const cv::Rect2f back = letterbox.toFrame(seen);
        const double onePixel = 640.0 / 416;  // of the input, in the frame
        EXPECT_NEAR(back.x, rectangle.x, onePixel);
        EXPECT_NEAR(back.y, rectangle.y, onePixel);
        EXPECT_NEAR(back.br().x, rectangle.br().x, onePixel);
        EXPECT_NEAR(back.br().y, rectangle.br().y, onePixel);
    }
}

TEST(Letterbox, inverseByHand) {
    // 101 x 100 into 64 x 63 of 64 x 64: the scales back are 101 / 64 and 100 / 63, not one number for both.
    const Letterbox letterbox({101, 100}, inputOf({64, 64}, FrameFit::TopLeft));
    const cv::Rect2f back = letterbox.toFrame({32, 31.5, 32, 31.5});
    EXPECT_FLOAT_EQ(back.x, 50.5F);
    EXPECT_FLOAT_EQ(back.y, 50);
    EXPECT_FLOAT_EQ(back.br().x, 101);
    EXPECT_FLOAT_EQ(back.br().y, 100);
    // Centered: what lies in the grey is outside of the frame.
    const cv::Rect2f outside = Letterbox({768, 576}, inputOf({416, 320}, FrameFit::Centered)).toFrame({0, 0, 416, 320});
    EXPECT_FLOAT_EQ(outside.y, -4 * 576 / 312.F);
    EXPECT_FLOAT_EQ(outside.br().y, 576 + 4 * 576 / 312.F);
    EXPECT_FLOAT_EQ(outside.width, 768);
}

TEST(Letterbox, errors) {
    EXPECT_THROW(Letterbox({0, 5}, inputOf({64, 64}, FrameFit::TopLeft)), cv::Exception);
    EXPECT_THROW(Letterbox({5, 5}, inputOf({0, 64}, FrameFit::TopLeft)), cv::Exception);
    Letterbox letterbox({5, 5}, inputOf({64, 64}, FrameFit::TopLeft));
    EXPECT_THROW(letterbox.blob(cv::Mat(6, 5, CV_8UC3, cv::Scalar())), cv::Exception);
    EXPECT_THROW(letterbox.blob(cv::Mat(5, 5, CV_8UC1, cv::Scalar())), cv::Exception);
}

}  // namespace
