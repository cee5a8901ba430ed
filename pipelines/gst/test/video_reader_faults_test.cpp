#include <gst/gst.h>
#include <gtest/gtest.h>

#include <fstream>

#include "clip.hpp"
#include "reid/errors.hpp"
#include "temporary_folder.hpp"
#include "video/video_reader.hpp"

namespace {

class VideoReaderFaultsTest : public testing::Test {
  protected:
    std::string write(const std::string& name, const std::string& content) {
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return folder_ / name;
    }

    /// The first part of a file, as an interrupted copy leaves it.
    void cut(const std::string& path, double share) {
        std::filesystem::resize_file(path, static_cast<uintmax_t>(share * std::filesystem::file_size(path)));
    }

    /// The sentence that opening the input ends with.
    template <typename Error>
    std::string refusal(const std::string& input) {
        try {
            const video::VideoReader reader(input);
        } catch (const Error& error) {
            const std::string sentence = error.what();
            EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
            EXPECT_EQ(sentence.back(), '.') << sentence;
            EXPECT_NE(sentence.find(input), std::string::npos) << sentence;
            return sentence;
        }
        ADD_FAILURE() << input << " was accepted";
        return "";
    }

    /// Reads to the end. @returns the number of frames, and the warning.
    std::pair<int, std::string> readDamaged(const std::string& path) {
        video::VideoReader reader(path);
        int frames = 0;
        for (video::VideoFrame frame; reader.read(frame);)
            ++frames;
        const std::string warning = reader.warning().value_or("");
        EXPECT_EQ(warning.find('\n'), std::string::npos) << warning;
        return {frames, warning};
    }

    TemporaryFolder folder_;
};

TEST_F(VideoReaderFaultsTest, MissingFile) {
    EXPECT_NE(refusal<reid::InputError>(folder_ / "none.mp4").find("no video file"), std::string::npos);
    refusal<reid::InputError>("file://" + (folder_ / "none.mp4"));
}

TEST_F(VideoReaderFaultsTest, DevicesThatAreNoCamera) {
    EXPECT_NE(refusal<reid::InputError>("/dev/video-none").find("not plugged in"), std::string::npos);
    EXPECT_NE(refusal<reid::InputError>("/dev/null").find("is not a camera"), std::string::npos);
}

TEST_F(VideoReaderFaultsTest, FolderInsteadOfFile) {
    std::filesystem::create_directory(folder_ / "films");
    EXPECT_NE(refusal<reid::InputError>(folder_ / "films").find("is a folder"), std::string::npos);
}

TEST_F(VideoReaderFaultsTest, TextFileRenamed) {
    refusal<reid::InputError>(write("letter.mp4", "Dear reader,\nthis is a letter and no video.\nYours, somebody.\n"));
}

TEST_F(VideoReaderFaultsTest, EmptyFile) {
    refusal<reid::InputError>(write("empty.mp4", ""));
}

TEST_F(VideoReaderFaultsTest, NoiseWithTheNameOfAVideo) {
    std::string noise(20000, '\0');
    unsigned state = 1;
    for (char& byte : noise)
        byte = static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    refusal<reid::InputError>(write("noise.mp4", noise));
}

TEST_F(VideoReaderFaultsTest, UnknownProtocol) {
    refusal<reid::ResourceError>("nosuchprotocol://camera");
}

TEST_F(VideoReaderFaultsTest, SoundOnly) {
    const std::string path = folder_ / "sound.mp4";
    runPipeline("audiotestsrc num-buffers=40 ! avenc_aac ! mp4mux ! filesink location=" + path);
    EXPECT_NE(refusal<reid::InputError>(path).find("no video stream"), std::string::npos);
    const std::string wav = folder_ / "sound.wav";
    runPipeline("audiotestsrc num-buffers=40 ! wavenc ! filesink location=" + wav);
    EXPECT_NE(refusal<reid::InputError>(wav).find("no video stream"), std::string::npos);
}

TEST_F(VideoReaderFaultsTest, Mp4WithoutItsIndex) {
    const std::string path = folder_ / "cut.mp4";
    runPipeline("videotestsrc num-buffers=50 ! x264enc ! mp4mux ! filesink location=" + path);
    cut(path, 0.5);
    refusal<reid::InputError>(path);
}

TEST_F(VideoReaderFaultsTest, Mp4CutShortGivesWhatIsThereAndWarns) {
    const std::string path = folder_ / "cut.mp4";
    runPipeline(
        "videotestsrc num-buffers=100 pattern=snow ! video/x-raw,width=320,height=240,framerate=25/1 ! x264enc "
        "key-int-max=10 ! mp4mux faststart=true ! filesink location=" +
        path);
    cut(path, 0.5);
    const auto [frames, warning] = readDamaged(path);
    EXPECT_GT(frames, 30);
    EXPECT_LT(frames, 70);
    EXPECT_NE(warning.find(path), std::string::npos) << warning;
    EXPECT_NE(warning.find(std::to_string(frames) + " frames"), std::string::npos) << warning;
}

TEST_F(VideoReaderFaultsTest, AviCutShortGivesWhatIsThereAndWarns) {
    const std::string path = folder_ / "cut.avi";
    runPipeline(
        "videotestsrc num-buffers=100 pattern=snow ! video/x-raw,width=320,height=240,framerate=25/1 ! jpegenc ! "
        "avimux ! filesink location=" +
        path);
    cut(path, 0.5);
    const auto [frames, warning] = readDamaged(path);
    EXPECT_GT(frames, 45);
    EXPECT_LT(frames, 55);
    EXPECT_NE(warning.find(path), std::string::npos) << warning;
}

TEST_F(VideoReaderFaultsTest, BytesOverwrittenInTheMiddleStillGiveTheRest) {
    const std::string path = folder_ / "scratched.avi";
    runPipeline(
        "videotestsrc num-buffers=100 pattern=snow ! video/x-raw,width=320,height=240,framerate=25/1 ! jpegenc ! "
        "avimux ! filesink location=" +
        path);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path) / 2));
    file << std::string(5000, '\x7f');
    file.close();
    EXPECT_GT(readDamaged(path).first, 90);
}

TEST_F(VideoReaderFaultsTest, FrameSizeThatChanges) {
    for (const char* size : {"320,height=240", "160,height=120"})
        runPipeline(std::string("videotestsrc num-buffers=30 ! video/x-raw,framerate=25/1,width=") + size +
                    " ! x264enc key-int-max=5 ! mpegtsmux ! filesink append=true location=" + (folder_ / "two.ts"));
    EXPECT_THROW(readDamaged(folder_ / "two.ts"), reid::InputError);
}

TEST_F(VideoReaderFaultsTest, MissingDecoderNamesTheFormat) {
    const std::string path = folder_ / "theora.ogg";
    runPipeline("videotestsrc num-buffers=5 ! theoraenc ! oggmux ! filesink location=" + path);
    std::vector<GstPluginFeature*> removed;
    for (const char* name : {"theoradec", "avdec_theora"})
        if (GstPluginFeature* feature = gst_registry_lookup_feature(gst_registry_get(), name)) {
            removed.push_back(feature);
            gst_registry_remove_feature(gst_registry_get(), feature);
        }
    EXPECT_NE(refusal<reid::ResourceError>(path).find("Theora"), std::string::npos);
    for (GstPluginFeature* feature : removed)
        gst_registry_add_feature(gst_registry_get(), feature);
}

}  // namespace
