#include "camera_mode.hpp"

#include <gtest/gtest.h>

#include "video/camera_device.hpp"
#include "video/gstreamer.hpp"

namespace {

/// What v4l2src says of common webcams (v4l2-ctl --list-formats-ext says the same).
constexpr auto RAW_OR_JPEG =
    "video/x-raw, format=YUY2, width=1920, height=1080, framerate={ (fraction)5/1 };"
    "video/x-raw, format=YUY2, width=1280, height=720, framerate={ (fraction)10/1, (fraction)5/1 };"
    "video/x-raw, format=YUY2, width=640, height=480, framerate={ (fraction)30/1, (fraction)15/1 };"
    "video/x-raw, format=YUY2, width=320, height=240, framerate={ (fraction)30/1, (fraction)15/1 };"
    "image/jpeg, width=1920, height=1080, framerate={ (fraction)30/1, (fraction)15/1 };"
    "image/jpeg, width=1280, height=720, framerate={ (fraction)60/1, (fraction)30/1, (fraction)15/1 };"
    "image/jpeg, width=640, height=480, framerate={ (fraction)30/1, (fraction)15/1 };"
    "video/x-h264, width=1280, height=720, framerate={ (fraction)30/1, (fraction)15/1 }";
constexpr auto RAW_ONLY =
    "video/x-raw, format=YUY2, width=1600, height=1200, framerate={ (fraction)5/1 };"
    "video/x-raw, format=YUY2, width=1280, height=720, framerate={ (fraction)15/2 };"
    "video/x-raw, format=YUY2, width=800, height=600, framerate={ (fraction)20/1 };"
    "video/x-raw, format=YUY2, width=640, height=480, framerate={ (fraction)30/1 }";

class CameraModeTest : public testing::Test {
  protected:
    CameraModeTest() { video::startGStreamer(); }

    static std::string chosen(const std::string& offered, cv::Size wanted = {}) {
        const video::GstPointer<GstCaps> caps(gst_caps_from_string(offered.c_str()));
        const video::GstPointer<GstCaps> mode = video::chooseCameraMode(caps.get(), wanted);
        if (!mode) return "";
        EXPECT_TRUE(gst_caps_is_fixed(mode.get()));
        EXPECT_TRUE(gst_caps_is_subset(mode.get(), caps.get()) || gst_caps_can_intersect(mode.get(), caps.get()));
        const GstStructure* one = gst_caps_get_structure(mode.get(), 0);
        gint width = 0, height = 0, frames = 0, seconds = 1;
        gst_structure_get(one, "width", G_TYPE_INT, &width, "height", G_TYPE_INT, &height, nullptr);
        gst_structure_get_fraction(one, "framerate", &frames, &seconds);
        const gchar* format = gst_structure_get_string(one, "format");
        return std::string(format ? format : gst_structure_get_name(one)) + " " + std::to_string(width) + "x" +
               std::to_string(height) + " " + std::to_string(frames) + "/" + std::to_string(seconds);
    }
};

TEST_F(CameraModeTest, FluentPicturesOfAUsualSizeAndNotTheLargestRawOnes) {
    EXPECT_EQ(chosen(RAW_OR_JPEG), "image/jpeg 1280x720 30/1");
    EXPECT_EQ(chosen(RAW_ONLY), "YUY2 800x600 20/1");
}

TEST_F(CameraModeTest, RawWhereItCostsNothing) {
    EXPECT_EQ(chosen("image/jpeg, width=640, height=480, framerate=30/1;"
                     "video/x-raw, format=YUY2, width=640, height=480, framerate=30/1"),
              "YUY2 640x480 30/1");
}

TEST_F(CameraModeTest, TheSizeThatWasAskedForEvenWhenItIsSlow) {
    EXPECT_EQ(chosen(RAW_OR_JPEG, {1920, 1080}), "image/jpeg 1920x1080 30/1");
    EXPECT_EQ(chosen(RAW_OR_JPEG, {640, 480}), "YUY2 640x480 30/1");
    EXPECT_EQ(chosen(RAW_ONLY, {1600, 1200}), "YUY2 1600x1200 5/1");
    EXPECT_EQ(chosen(RAW_ONLY, {600, 400}), "YUY2 640x480 30/1") << "there is none like that";
}

TEST_F(CameraModeTest, TheFastestWhereAllAreSlow) {
    EXPECT_EQ(chosen("video/x-raw, format=GRAY8, width=1280, height=720, framerate=2/1;"
                     "video/x-raw, format=GRAY8, width=640, height=480, framerate=8/1"),
              "GRAY8 640x480 8/1");
}

TEST_F(CameraModeTest, AFourToThreeCameraKeepsItsShape) {
    EXPECT_EQ(chosen("image/jpeg, width=1280, height=960, framerate=30/1;"
                     "image/jpeg, width=1024, height=768, framerate=30/1;"
                     "image/jpeg, width=2048, height=1536, framerate=30/1"),
              "image/jpeg 1280x960 30/1");
}

TEST_F(CameraModeTest, RangesAndWhatHasOneSizeOnly) {
    EXPECT_EQ(chosen("video/x-raw, format={ YUY2, NV12 }, width=[ 16, 4096 ], height=[ 16, 2160 ], "
                     "framerate=[ 1/1, 120/1 ]"),
              "YUY2 1280x720 30/1");
    EXPECT_EQ(chosen("video/x-raw, format=UYVY, width=720, height=576, framerate=25/1, interlace-mode=interleaved, "
                     "pixel-aspect-ratio=12/11"),
              "UYVY 720x576 25/1");
    EXPECT_EQ(chosen("video/x-raw, format=YUY2, width=640, height=480"), "YUY2 640x480 0/1") << "no rate is promised";
}

TEST_F(CameraModeTest, NothingWhereNothingCanBeDecoded) {
    EXPECT_EQ(chosen("video/x-bayer, format=bggr, width=640, height=480, framerate=30/1"), "");
    EXPECT_EQ(chosen("video/x-raw(memory:DMABuf), format=YUY2, width=640, height=480, framerate=30/1"), "");
    EXPECT_EQ(chosen("video/mpegts; video/x-raw"), "");
    EXPECT_EQ(chosen("EMPTY"), "");
}

TEST(CameraDeviceTest, PathsOfDevices) {
    EXPECT_EQ(video::cameraPathOf("/dev/video7"), "/dev/video7");
    EXPECT_EQ(video::cameraPathOf("v4l2:///dev/video7"), "/dev/video7");
    EXPECT_EQ(video::cameraPathOf("/dev/v4l/by-id/usb-Door-video-index0"), "/dev/v4l/by-id/usb-Door-video-index0");
    EXPECT_EQ(video::cameraPathOf("/dev/null"), "/dev/null") << "a device, if no camera";
    for (const char* other :
         {"yard.mp4", "/dev/shm/yard.mp4", "/dev/fd", "rtsp://gate/dev/video0", "/devices/yard.mp4"})
        EXPECT_EQ(video::cameraPathOf(other), std::nullopt) << other;
}

TEST(CameraDeviceTest, WhatIsNoCamera) {
    EXPECT_NE(video::faultOfCameraDevice("/dev/null").value_or("").find("/dev/null is not a camera"),
              std::string::npos);
    EXPECT_EQ(video::faultOfCameraDevice("/dev/video-that-is-not-there"), std::nullopt) << "it may come";
}

}  // namespace
