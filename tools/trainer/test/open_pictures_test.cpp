#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <opencv2/imgcodecs.hpp>
#include <stdexcept>

#include "common/errors.hpp"
#include "common/memory.hpp"
#include "common/parallel.hpp"
#include "data/picture_source.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

constexpr int width = 8, height = 16;

class OpenPictures : public ::testing::Test {
  protected:
    //! `whole` pictures of one gray each, 0, 1, ...
    explicit OpenPictures() {
        for (int i = 0; i < whole; ++i) {
            const std::string path = folder_.file(fmt::format("{:04}.png", i));
            cv::imwrite(path, cv::Mat(height, width, CV_8UC3, cv::Scalar::all(i)));
            images_.push_back({path, i, 1});
        }
    }

    void breakPicture(int index, const std::string& content) {
        folder_.write(std::filesystem::path(images_[static_cast<std::size_t>(index)].path).filename(), content);
    }

    static std::uint8_t grayOf(const PictureSource& source, std::size_t index) {
        std::vector<std::uint8_t> buffer;
        return source.read(index, buffer)[5];
    }

    OpenedPictures open(std::optional<std::uint64_t> megabytes = {}) {
        testing::internal::CaptureStderr();
        try {
            OpenedPictures opened = openPictures(images_, width, height, {megabytes, 2});
            said_ = testing::internal::GetCapturedStderr();
            return opened;
        } catch (...) {
            said_ = testing::internal::GetCapturedStderr();
            throw;
        }
    }

    static constexpr int whole = 240;
    TemporaryFolder folder_;
    std::vector<ReidImage> images_;
    std::string said_;  // on stderr
};

TEST_F(OpenPictures, BrokenOnesAreNamedAndLeftOut) {
    const std::string png = contentOf(images_[100].path);
    breakPicture(0, "");
    breakPicture(7, "this is no picture");
    breakPicture(100, png.substr(0, 20));
    images_[239].path = folder_.file("gone.png");
    for (const auto megabytes : {std::optional<std::uint64_t>(), std::optional<std::uint64_t>(0)}) {
        const OpenedPictures opened = open(megabytes);
        EXPECT_EQ(opened.inMemory, !megabytes);
        EXPECT_EQ(opened.broken, 4u);
        ASSERT_EQ(opened.images.size(), 236u);
        ASSERT_EQ(opened.source->size(), 236u);
        for (std::size_t i = 0; i < opened.images.size(); ++i)
            ASSERT_EQ(grayOf(*opened.source, i), opened.images[i].identity);
        for (const char* part : {"0000.png is empty", "0007.png cannot be decoded", "0100.png cannot be decoded",
                                 "gone.png cannot be read"})
            EXPECT_NE(said_.find(part), std::string::npos) << said_;
    }
}

TEST_F(OpenPictures, TheFirstTenAreNamedAndTheRestCounted) {
    for (int i = 0; i < 12; ++i)
        breakPicture(20 * i, "broken");
    EXPECT_EQ(open().broken, 12u);  // 5 % of 240
    EXPECT_NE(said_.find("0180.png"), std::string::npos) << said_;
    EXPECT_EQ(said_.find("0200.png"), std::string::npos) << said_;
    EXPECT_NE(said_.find("left out: 2 more broken pictures"), std::string::npos) << said_;
    breakPicture(1, "one too many");
    try {
        open();
        FAIL() << "accepted 13 broken pictures of 240";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("13 of 240 pictures are broken"), std::string::npos) << error.what();
    }
}

TEST_F(OpenPictures, AJpegThatWasCutOffIsBroken) {
    cv::Mat noise(200, 100, CV_8UC3);
    cv::RNG(3).fill(noise, cv::RNG::UNIFORM, 0, 255);
    cv::imwrite(folder_.file("noise.jpg"), noise);
    const std::string jpeg = contentOf(folder_.file("noise.jpg"));
    images_[3].path = folder_.write("half.jpg", jpeg.substr(0, jpeg.size() / 2));
    EXPECT_EQ(open().broken, 1u);
    EXPECT_NE(said_.find("half.jpg is cut off"), std::string::npos) << said_;
    images_[3].path = folder_.file("noise.jpg");
    EXPECT_EQ(open().broken, 0u);
}

TEST_F(OpenPictures, MemoryOrDiskGivesTheSamePixels) {
    cv::Mat noise(50, 30, CV_8UC3);
    cv::RNG(3).fill(noise, cv::RNG::UNIFORM, 0, 255);
    cv::imwrite(images_[1].path, noise);
    const OpenedPictures memory = open(), disk = open(0);
    ASSERT_TRUE(memory.inMemory);
    ASSERT_FALSE(disk.inMemory);
    std::vector<std::uint8_t> a, b;
    for (std::size_t i = 0; i < images_.size(); ++i)
        ASSERT_TRUE(std::equal(memory.source->read(i, a), memory.source->read(i, a) + memory.source->imageBytes(),
                               disk.source->read(i, b)));
    // 240 pictures of 384 bytes are 0.09 MB.
    EXPECT_TRUE(open(1).inMemory);
    std::filesystem::remove(images_[5].path);
    EXPECT_THROW(disk.source->read(5, b), InputError);
}

TEST_F(OpenPictures, NoneIsNothing) {
    const OpenedPictures opened = openPictures({}, width, height);
    EXPECT_EQ(opened.source->size(), 0u);
    EXPECT_GT(availableMemory(), 1000000u);
}

TEST(ParallelFor, CallsEachIndexOnce) {
    for (const std::size_t threads : {1, 3, 16}) {
        std::vector<std::atomic<int>> calls(1000);
        std::size_t last = 0;
        parallelFor(
            calls.size(), threads, [&](std::size_t i) { ++calls[i]; },
            [&](std::size_t done) {
                EXPECT_GE(done, last);
                last = done;
            });
        for (const auto& count : calls)
            ASSERT_EQ(count, 1);
    }
    parallelFor(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, AnExceptionArrivesAndEndsTheWork) {
    std::atomic<int> calls{0};
    const auto work = [&](std::size_t i) {
        ++calls;
        if (i == 5) throw InputError("five");
    };
    EXPECT_THROW(parallelFor(100000000, 2, work), InputError);
    EXPECT_LT(calls, 100000000);
}

}  // namespace
}  // namespace brnpa::trainer
