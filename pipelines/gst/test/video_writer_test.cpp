#include "video/video_writer.hpp"

#include <gst/gst.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "clip.hpp"
#include "gst_pointer.hpp"
#include "reid/errors.hpp"
#include "temporary_folder.hpp"
#include "video/gstreamer.hpp"
#include "video/video_reader.hpp"

namespace {

video::VideoFormat formatOf(int width, int height, video::Ratio rate = {25, 1}) {
    video::VideoFormat format;
    format.size = {width, height};
    format.frameRate = rate;
    return format;
}

video::VideoFrame frameAt(int64_t ptsNs, cv::Size size, const cv::Scalar& color = {40, 80, 160}) {
    return {cv::Mat(size, CV_8UC3, color), ptsNs, 40'000'000};
}

/// Noise does not compress: files grow fast.
video::VideoFrame noiseAt(int64_t ptsNs, cv::Size size) {
    video::VideoFrame frame = frameAt(ptsNs, size);
    cv::randu(frame.image, 0, 256);
    return frame;
}

class VideoWriterTest : public testing::Test {
  protected:
    void writeFrames(const std::string& path, int count, const video::VideoWriterOptions& options = {}) {
        video::VideoWriter writer(path, formatOf(320, 240), options);
        for (int i = 0; i < count; ++i)
            writer.write(frameAt(i * 40'000'000LL, {320, 240}));
        writer.finish();
    }

    TemporaryFolder folder_;
};

TEST_F(VideoWriterTest, WritesWhatABrowserPlays) {
    writeFrames(folder_ / "out.mp4", 60);
    const Clip clip = probeClip(folder_ / "out.mp4");
    EXPECT_EQ(clip.ptsNs.size(), 60u);
    EXPECT_EQ(clip.width, 320);
    EXPECT_EQ(clip.height, 240);
    EXPECT_EQ(clip.pixelFormat, "I420");
    EXPECT_TRUE(clip.profile == "high" || clip.profile == "main") << clip.profile;
    EXPECT_TRUE(clip.indexInFront);
    EXPECT_EQ(folder_.entries(), 1u);
}

TEST_F(VideoWriterTest, KeepsAVaryingFrameRate) {
    for (const video::Ratio rate : {video::Ratio{25, 1}, video::Ratio{0, 1}}) {
        video::VideoWriter writer(folder_ / "out.mp4", formatOf(64, 48, rate));
        std::vector<int64_t> times;
        int64_t time = 0;
        for (int i = 0; i < 40; ++i) {
            times.push_back(time);
            writer.write(frameAt(time, {64, 48}));
            time += 1'000'000LL * (i % 3 == 0 ? 20 : i % 3 == 1 ? 50 : 200);
        }
        writer.finish();

        const Clip clip = probeClip(folder_ / "out.mp4");
        ASSERT_EQ(clip.ptsNs.size(), times.size());
        for (size_t i = 0; i < times.size(); ++i)
            EXPECT_NEAR(clip.ptsNs[i], times[i], 1'000'000) << "frame " << i;

        video::VideoReader reader(folder_ / "out.mp4");
        video::VideoFrame frame;
        for (size_t i = 0; reader.read(frame); ++i)
            EXPECT_NEAR(frame.ptsNs, times.at(i), 1'000'000) << "frame " << i;
    }
}

TEST_F(VideoWriterTest, OneFrameIsAVideo) {
    writeFrames(folder_ / "out.mp4", 1);
    EXPECT_EQ(probeClip(folder_ / "out.mp4").ptsNs.size(), 1u);
}

TEST_F(VideoWriterTest, DoublesTheLastLineOfOddSides) {
    video::VideoWriter writer(folder_ / "out.mp4", formatOf(33, 17));
    for (int i = 0; i < 3; ++i)
        writer.write(frameAt(i * 40'000'000LL, {33, 17}));
    writer.finish();
    const Clip clip = probeClip(folder_ / "out.mp4");
    EXPECT_EQ(clip.width, 34);
    EXPECT_EQ(clip.height, 18);
}

TEST_F(VideoWriterTest, ColorsComeBack) {
    video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240));
    const cv::Scalar color(40, 80, 160);
    for (int i = 0; i < 3; ++i)
        writer.write(frameAt(i * 40'000'000LL, {320, 240}, color));
    writer.finish();
    video::VideoReader reader(folder_ / "out.mp4");
    video::VideoFrame frame;
    ASSERT_TRUE(reader.read(frame));
    const cv::Scalar mean = cv::mean(frame.image);
    for (int channel = 0; channel < 3; ++channel)
        EXPECT_NEAR(mean[channel], color[channel], 4);
}

TEST_F(VideoWriterTest, OtherEncoderWhenTheFirstIsNotInstalled) {
    video::startGStreamer();
    const video::GstPointer<GstElementFactory> factory(gst_element_factory_find("openh264enc"));
    if (!factory) GTEST_SKIP() << "openh264enc is not installed";
    video::VideoWriterOptions options;
    options.encoders = {"nosuchencoder", "openh264enc"};
    writeFrames(folder_ / "out.mp4", 10, options);
    EXPECT_EQ(probeClip(folder_ / "out.mp4").ptsNs.size(), 10u);
}

TEST_F(VideoWriterTest, NoEncoderNamesThePackages) {
    video::VideoWriterOptions options;
    options.encoders = {"nosuchencoder"};
    try {
        const video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240), options);
        FAIL();
    } catch (const reid::ResourceError& error) {
        EXPECT_NE(std::string(error.what()).find("No H.264 encoder is installed"), std::string::npos) << error.what();
    }
    EXPECT_EQ(folder_.entries(), 0u);
}

TEST_F(VideoWriterTest, NothingIsThereWithoutFinish) {
    {
        video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240));
        for (int i = 0; i < 10; ++i)
            writer.write(frameAt(i * 40'000'000LL, {320, 240}));
        EXPECT_FALSE(std::filesystem::exists(folder_ / "out.mp4"));
    }
    EXPECT_EQ(folder_.entries(), 0u);
}

TEST_F(VideoWriterTest, AnOlderFileStaysUntilFinish) {
    std::ofstream(folder_ / "out.mp4") << "older";
    {
        video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240));
        writer.write(frameAt(0, {320, 240}));
    }
    EXPECT_EQ(std::filesystem::file_size(folder_ / "out.mp4"), 5u);
}

TEST_F(VideoWriterTest, FolderThatCannotBeWrittenTo) {
    std::ofstream(folder_ / "file") << "no folder";
    for (const std::string& path : {folder_ / "file/out.mp4", folder_ / "missing/out.mp4"})
        EXPECT_THROW(video::VideoWriter(path, formatOf(320, 240)), reid::ResourceError) << path;
}

TEST_F(VideoWriterTest, FullDiskIsAnErrorAndLeavesNothing) {
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    const rlimit small{200'000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto fill = [&] {
        video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240));
        for (int i = 0; i < 200; ++i)
            writer.write(noiseAt(i * 40'000'000LL, {320, 240}));
        writer.finish();
    };
    EXPECT_THROW(fill(), reid::ResourceError);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    EXPECT_EQ(folder_.entries(), 0u);
}

TEST_F(VideoWriterTest, NoFrameIsAnError) {
    video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240));
    EXPECT_THROW(writer.finish(), reid::ResourceError);
}

TEST_F(VideoWriterTest, RefusesFramesThatDoNotFit) {
    video::VideoWriter writer(folder_ / "out.mp4", formatOf(320, 240));
    EXPECT_THROW(writer.write(frameAt(0, {322, 240})), cv::Exception);
    EXPECT_THROW(writer.write({cv::Mat(240, 320, CV_8UC1), 0, 0}), cv::Exception);
    writer.write(frameAt(40, {320, 240}));
    EXPECT_THROW(writer.write(frameAt(40, {320, 240})), cv::Exception);
}

}  // namespace
