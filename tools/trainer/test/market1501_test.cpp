#include "data/market1501.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "common/errors.hpp"
#include "data/image_store.hpp"
#include "test/shared_data.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

TEST(Market1501, ReadsPersonAndCameraFromTheName) {
    const TemporaryFolder folder;
    for (const char* name : {"1500_c6s3_086542_01.jpg", "0002_c1s1_000451_03.jpg", "-1_c3s1_000001_00.jpg",
                             "0000_c4s2_000002_00.jpg", "Thumbs.db"})
        folder.write(std::string("bounding_box_test/") + name, "");
    const auto images = readMarket1501(folder.path(), "bounding_box_test");
    ASSERT_EQ(images.size(), 3u);
    EXPECT_EQ(images[0].identity, 0);
    EXPECT_EQ(images[1].identity, 2);
    EXPECT_EQ(images[1].camera, 1);
    EXPECT_EQ(images[2].identity, 1500);
    EXPECT_EQ(images[2].camera, 6);
}

TEST(Market1501, RefusesFoldersThatDoNotFit) {
    const TemporaryFolder folder;
    EXPECT_THROW(readMarket1501(folder.path()), InputError);
    folder.write("bounding_box_train/readme.txt", "nothing");
    EXPECT_THROW(readMarket1501(folder.path()), InputError);
    folder.write("bounding_box_train/holiday.jpg", "");
    try {
        readMarket1501(folder.path());
        FAIL() << "accepted holiday.jpg";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("holiday.jpg"), std::string::npos);
    }
}

TEST(Market1501, BrokenPictureIsNamed) {
    const TemporaryFolder folder;
    folder.write("bounding_box_train/0002_c1s1_000451_03.jpg", "this is no JPEG");
    try {
        ImageStore(readMarket1501(folder.path()), 64, 128);
        FAIL() << "decoded a text";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("0002_c1s1_000451_03.jpg"), std::string::npos);
    }
}

TEST(Market1501, StoreHoldsRedGreenBlue) {
    const TemporaryFolder folder;
    writeTinyMarket(folder);
    const auto images = readMarket1501(folder.path());
    ASSERT_EQ(images.size(), static_cast<std::size_t>(tinyPeople * tinyPicturesPerPerson));
    const ImageStore store(images, 16, 32);
    const cv::Mat bgr = cv::imread(images[5].path);
    for (const cv::Point at : {cv::Point(0, 0), cv::Point(15, 31), cv::Point(3, 17)})
        for (int c = 0; c < 3; ++c)
            EXPECT_EQ(store.pixels(5)[(at.y * 16 + at.x) * 3 + c], bgr.at<cv::Vec3b>(at)[2 - c]);
}

TEST(Market1501, Fixture) {
    const std::string root = sharedData("reid_fixture");
    if (root.empty()) GTEST_SKIP() << "reid_fixture is not on this machine; set BRNPA_DATA";
    for (const char* part : {"bounding_box_train", "query", "bounding_box_test"}) {
        const auto images = readMarket1501(root, part);
        EXPECT_EQ(images.size(), 32u) << part;
        const ImageStore store(images, 64, 128);
        EXPECT_EQ(store.size(), images.size());
    }
}

}  // namespace
}  // namespace brnpa::trainer
