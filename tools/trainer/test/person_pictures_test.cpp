#include "data/person_pictures.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "common/errors.hpp"
#include "data/person_samples.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

const std::string imagesHead = "image,width,height,source,split\n", labelsHead = "image,x,y,w,h,ignore\n";

std::string messageForPictures(const std::string& images, const std::string& labels) {
    const TemporaryFolder folder;
    folder.write("images.csv", images);
    folder.write("labels.csv", labels);
    try {
        readPersonPictures(folder.path());
    } catch (const InputError& error) {
        const std::string message = error.what();
        return message.substr(0, message.find(folder.path())) +
               message.substr(message.find(folder.path()) + folder.path().size() + 1);
    }
    return "accepted";
}

TEST(PersonPictures, ReadsBothLists) {
    const TemporaryFolder folder;
    folder.write("images.csv", imagesHead + "b.jpg,64,48,street,val\r\na.jpg,32,32,room,train\r\n");
    folder.write("labels.csv", labelsHead + "a.jpg,1.5,2,10,20.25,0\nb.jpg,-1,0,5,5,1\na.jpg,0,0,3,4,0\n");
    EXPECT_TRUE(isPersonData(folder.path()));
    const auto pictures = readPersonPictures(folder.path());
    ASSERT_EQ(pictures.size(), 2u);
    EXPECT_EQ(pictures[0].path, folder.file("images/b.jpg"));
    EXPECT_EQ(pictures[0].source, "street");
    EXPECT_TRUE(pictures[0].validates);
    EXPECT_FALSE(pictures[1].validates);
    EXPECT_EQ(pictures[0].height, 48);
    ASSERT_EQ(pictures[0].boxes.size(), 1u);
    EXPECT_TRUE(pictures[0].boxes[0].ignored);
    ASSERT_EQ(pictures[1].boxes.size(), 2u);
    EXPECT_EQ(pictures[1].boxes[0].place, cv::Rect2f(1.5f, 2, 10, 20.25f));
}

TEST(PersonPictures, FaultsAreNamedWithTheirLine) {
    const std::string one = imagesHead + "a.jpg,64,48,street,val\n";
    EXPECT_EQ(messageForPictures("picture,w,h\n", labelsHead),
              "line 1 of images.csv has 3 fields, not image,width,height,source,split");
    EXPECT_EQ(messageForPictures("a,b,c,d,e\n", labelsHead),
              "line 1 of images.csv begins with \"a,b,c,d,e\", not with \"image,width,height,source,split\"");
    EXPECT_EQ(messageForPictures(imagesHead, labelsHead), "images.csv lists no picture");
    EXPECT_EQ(messageForPictures(one + "a.jpg,64,48,street,val\n", labelsHead),
              "line 3 of images.csv names a.jpg a second time");
    EXPECT_EQ(messageForPictures(imagesHead + "a.jpg,64,48,street,test\n", labelsHead),
              "line 2 of images.csv has the split \"test\", not train or val");
    EXPECT_EQ(messageForPictures(imagesHead + "a.jpg,wide,48,street,val\n", labelsHead),
              "line 2 of images.csv holds \"wide\", accepted is a number from 1 to 65536");
    EXPECT_EQ(messageForPictures(one, labelsHead + "b.jpg,1,1,1,1,0\n"),
              "line 2 of labels.csv labels b.jpg, which images.csv does not list");
    EXPECT_EQ(messageForPictures(one, labelsHead + "a.jpg,1,1,-1,1,0\n"),
              "line 2 of labels.csv holds \"-1\", accepted is a number from 0 to 65536");
    EXPECT_EQ(messageForPictures(one, labelsHead + "a.jpg,1,1,1,nan,0\n"),
              "line 2 of labels.csv holds \"nan\", accepted is a number from 0 to 65536");
    EXPECT_EQ(messageForPictures(one, labelsHead + "a.jpg,1,1,1,1\n"),
              "line 2 of labels.csv has 5 fields, not image,x,y,w,h,ignore");
    const TemporaryFolder empty;
    EXPECT_THROW(readPersonPictures(empty.path()), InputError);
}

TEST(PersonPictures, DecodesTheSplitAndChecksTheSizes) {
    const TemporaryFolder folder;
    folder.write("images.csv", imagesHead + "a.png,8,6,street,val\nb.png,8,6,street,train\n");
    folder.write("labels.csv", labelsHead + "a.png,1,1,4,4,0\n");
    std::filesystem::create_directory(folder.file("images"));
    cv::imwrite(folder.file("images/a.png"), cv::Mat(6, 8, CV_8UC3, cv::Scalar(10, 20, 30)));
    const auto pictures = openPersonPictures(folder.path(), PersonSplit::Validation);
    ASSERT_EQ(pictures.samples.size(), 1u);
    EXPECT_EQ(pictures.samples[0].picture.at<cv::Vec3b>(0, 0), cv::Vec3b(30, 20, 10)) << "R, G, B";
    EXPECT_EQ(pictures.samples[0].boxes.size(), 1u);
    EXPECT_THROW(openPersonPictures(folder.path(), PersonSplit::Training), InputError) << "b.png is missing";
    cv::imwrite(folder.file("images/b.png"), cv::Mat(5, 8, CV_8UC3, cv::Scalar()));
    EXPECT_THROW(openPersonPictures(folder.path(), PersonSplit::All), InputError) << "b.png is smaller than listed";
}

}  // namespace
}  // namespace brnpa::trainer
