#include "video/video_reader.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "clip.hpp"
#include "temporary_folder.hpp"

namespace {

std::vector<video::VideoFrame> readAll(video::VideoReader& reader) {
    std::vector<video::VideoFrame> frames;
    for (video::VideoFrame frame; reader.read(frame);)
        frames.push_back(frame);
    return frames;
}

/// Writes a rotation by 90 degrees into the track header: ISO/IEC 14496-12, 8.3.2, version 0.
void askForQuarterTurn(const std::string& path) {
    std::ifstream input(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(input)), {});
    constexpr size_t nameBytes = 4, fieldsBeforeMatrix = 40;
    const std::string matrix(
        "\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00"
        "\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
        24);
    bytes.replace(bytes.find("tkhd") + nameBytes + fieldsBeforeMatrix, matrix.size(), matrix);
    std::ofstream(path, std::ios::binary) << bytes;
}

class VideoReaderTest : public testing::Test {
  protected:
    TemporaryFolder folder_;
};

TEST_F(VideoReaderTest, GivesEveryFrameWithItsTime) {
    const std::string path = folder_ / "clip.avi";
    runPipeline(
        "videotestsrc num-buffers=50 ! video/x-raw,width=320,height=240,framerate=25/1 ! jpegenc ! avimux ! "
        "filesink location=" +
        path);
    video::VideoReader reader(path);
    EXPECT_EQ(reader.format().size, cv::Size(320, 240));
    EXPECT_DOUBLE_EQ(reader.format().frameRate.value(), 25);
    EXPECT_EQ(reader.estimatedFrames(), 50);
    EXPECT_EQ(reader.durationNs(), 2'000'000'000);

    const auto frames = readAll(reader);
    ASSERT_EQ(frames.size(), 50u);
    for (size_t i = 0; i < frames.size(); ++i) {
        EXPECT_EQ(frames[i].image.size(), cv::Size(320, 240));
        EXPECT_EQ(frames[i].image.type(), CV_8UC3);
        EXPECT_EQ(frames[i].ptsNs, static_cast<int64_t>(i) * 40'000'000);
        EXPECT_EQ(frames[i].durationNs, 40'000'000);
    }
    EXPECT_FALSE(reader.warning()) << *reader.warning();
}

TEST_F(VideoReaderTest, GivesBlueGreenRedToTheLastColumnOfAnOddSize) {
    const std::string path = folder_ / "red.mov";
    runPipeline(
        "videotestsrc num-buffers=1 pattern=red ! video/x-raw,format=RGB,width=321,height=241 ! pngenc ! qtmux ! "
        "filesink location=" +
        path);
    video::VideoReader reader(path);
    video::VideoFrame frame;
    ASSERT_TRUE(reader.read(frame));
    ASSERT_EQ(frame.image.size(), cv::Size(321, 241));
    cv::Mat red;
    cv::inRange(frame.image, cv::Scalar(0, 0, 250), cv::Scalar(5, 5, 255), red);
    EXPECT_EQ(cv::countNonZero(red), 321 * 241);
}

TEST_F(VideoReaderTest, FramesStayAsTheyWereWhileLaterOnesAreRead) {
    const std::string path = folder_ / "noise.avi";
    runPipeline(
        "videotestsrc num-buffers=12 pattern=snow ! video/x-raw,width=64,height=48 ! jpegenc ! avimux ! "
        "filesink location=" +
        path);
    video::VideoReader once(path);
    video::VideoFrame first;
    ASSERT_TRUE(once.read(first));
    const cv::Mat before = first.image.clone();
    readAll(once);
    EXPECT_EQ(cv::norm(first.image, before, cv::NORM_INF), 0);
}

TEST_F(VideoReaderTest, TakesTheVideoFromAFileWithSound) {
    const std::string path = folder_ / "sound.mp4";
    runPipeline(
        "videotestsrc num-buffers=30 ! video/x-raw,width=160,height=120,framerate=30/1 ! x264enc ! mux. "
        "audiotestsrc num-buffers=40 ! avenc_aac ! mp4mux name=mux ! filesink location=" +
        path);
    video::VideoReader reader(path);
    EXPECT_EQ(readAll(reader).size(), 30u);
}

TEST_F(VideoReaderTest, TurnsThePictureAsThePhoneAsks) {
    const std::string path = folder_ / "turned.mp4";
    runPipeline(
        "videotestsrc num-buffers=5 ! video/x-raw,width=160,height=120 ! x264enc ! mp4mux ! filesink location=" + path);
    askForQuarterTurn(path);
    video::VideoReader reader(path);
    EXPECT_EQ(reader.format().size, cv::Size(120, 160));
    video::VideoFrame frame;
    ASSERT_TRUE(reader.read(frame));
    EXPECT_EQ(frame.image.size(), cv::Size(120, 160));
}

TEST_F(VideoReaderTest, ReadsAFileWhoseNameNeedsEscaping) {
    const std::string plain = folder_ / "plain.avi", odd = folder_ / "100% #1 ünd?.avi";
    runPipeline("videotestsrc num-buffers=3 ! jpegenc ! avimux ! filesink location=" + plain);
    std::filesystem::rename(plain, odd);
    video::VideoReader reader(odd);
    EXPECT_EQ(readAll(reader).size(), 3u);
}

TEST_F(VideoReaderTest, ReadsAUri) {
    const std::string path = folder_ / "clip.avi";
    runPipeline("videotestsrc num-buffers=3 ! jpegenc ! avimux ! filesink location=" + path);
    video::VideoReader reader("file://" + path);
    EXPECT_EQ(readAll(reader).size(), 3u);
}

TEST_F(VideoReaderTest, StopsWhenAsked) {
    const std::string path = folder_ / "clip.avi";
    runPipeline("videotestsrc num-buffers=30 ! jpegenc ! avimux ! filesink location=" + path);
    bool stop = false;
    video::VideoReaderOptions options;
    options.stop = [&] { return stop; };
    video::VideoReader reader(path, options);
    video::VideoFrame frame;
    ASSERT_TRUE(reader.read(frame));
    ASSERT_TRUE(reader.read(frame));
    stop = true;
    EXPECT_FALSE(reader.read(frame));
    EXPECT_FALSE(reader.warning());
}

}  // namespace
