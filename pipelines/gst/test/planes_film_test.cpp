// A film of the planes that a decoder gave, against one of the pictures made of them.
#include <gtest/gtest.h>

#include "clip.hpp"
#include "temporary_folder.hpp"
#include "video/video_reader.hpp"
#include "video/video_writer.hpp"

namespace {

constexpr int SIDE = 192;  // pixels
const cv::Rect DRAWN(31, 45, 60, 80);
const cv::Rect WELL_INSIDE(DRAWN.x + 8, DRAWN.y + 8, DRAWN.width - 16, DRAWN.height - 16);  // of colors beside it
const cv::Scalar COLOR(40, 80, 160);

/// Reads a clip, paints a rectangle into each frame and writes a film of it.
void copyPainted(const std::string& from, const std::string& to, bool keepPlanes, bool expectPlanes) {
    video::VideoReaderOptions options;
    options.keepPlanes = keepPlanes;
    video::VideoReader reader(from, options);
    EXPECT_EQ(!reader.format().planes.empty(), expectPlanes);
    video::VideoWriter writer(to, reader.format());
    for (video::VideoFrame frame; reader.read(frame);) {
        EXPECT_EQ(frame.planes != nullptr, expectPlanes);
        frame.image(DRAWN).setTo(COLOR);
        video::noteDrawing(frame, {DRAWN});
        writer.write(frame);
    }
    writer.finish();
}

std::vector<cv::Mat> imagesOf(const std::string& path) {
    std::vector<cv::Mat> images;
    video::VideoReader reader(path);
    for (video::VideoFrame frame; reader.read(frame);)
        images.push_back(frame.image);
    return images;
}

class PlanesFilm : public testing::Test {
  protected:
    std::string clip(const std::string& caps, const std::string& encode) {
        const std::string path = folder_ / "clip.mkv";
        runPipeline("videotestsrc num-buffers=8 pattern=smpte ! video/x-raw," + caps +
                    ",width=192,height=192,framerate=25/1 ! " + encode + " ! matroskamux ! filesink location=" + path);
        return path;
    }
    void expectTheSameFilm(const std::string& path, bool expectPlanes) {
        copyPainted(path, folder_ / "planes.mp4", true, expectPlanes);
        copyPainted(path, folder_ / "images.mp4", false, false);
        const auto source = imagesOf(path), planes = imagesOf(folder_ / "planes.mp4"),
                   images = imagesOf(folder_ / "images.mp4");
        ASSERT_EQ(planes.size(), 8u);
        ASSERT_EQ(images.size(), 8u);
        constexpr double MEAN_OF_LOSSES = 4;  // of the encoder, in steps of a byte
        for (size_t i = 0; i < planes.size(); ++i) {
            EXPECT_LE(cv::norm(planes[i], images[i], cv::NORM_L1) / (3.0 * SIDE * SIDE), MEAN_OF_LOSSES);
            cv::Mat wanted = source[i].clone();
            wanted(DRAWN).setTo(COLOR);
            EXPECT_LE(cv::norm(planes[i], wanted, cv::NORM_L1) / (3.0 * SIDE * SIDE), MEAN_OF_LOSSES);
            const cv::Scalar inside = cv::mean(planes[i](WELL_INSIDE));
            for (int channel = 0; channel < 3; ++channel)
                EXPECT_NEAR(inside[channel], COLOR[channel], 4);
        }
    }

    TemporaryFolder folder_;
};

TEST_F(PlanesFilm, isThatOfTheImages) {
    expectTheSameFilm(clip("format=I420", "x264enc pass=qual quantizer=15"), true);
}

TEST_F(PlanesFilm, keepsTheColorsOfHighDefinition) {
    expectTheSameFilm(clip("format=I420,colorimetry=bt709", "x264enc pass=qual quantizer=15"), true);
}

TEST_F(PlanesFilm, isMadeOfImagesWhereTheRangeIsAnother) {
    expectTheSameFilm(clip("format=I420", "jpegenc quality=95"), false);
}

TEST_F(PlanesFilm, isMadeOfImagesWhereNobodyGivesPlanes) {
    const std::string path = clip("format=I420", "x264enc pass=qual quantizer=15");
    video::VideoReaderOptions options;
    options.keepPlanes = true;
    video::VideoReader reader(path, options);
    video::VideoWriter writer(folder_ / "film.mp4", reader.format());
    for (int i = 0; i < 3; ++i)
        writer.write({cv::Mat(SIDE, SIDE, CV_8UC3, COLOR), i * 40'000'000LL, 40'000'000});
    writer.finish();
    const auto images = imagesOf(folder_ / "film.mp4");
    ASSERT_EQ(images.size(), 3u);
    const cv::Scalar mean = cv::mean(images[1]);
    for (int channel = 0; channel < 3; ++channel)
        EXPECT_NEAR(mean[channel], COLOR[channel], 4);
}

}  // namespace
