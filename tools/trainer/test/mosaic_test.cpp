#include "data/mosaic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "data/letterbox.hpp"

namespace brnpa::trainer {
namespace {

const cv::Size canvas(320, 256);
const cv::Scalar red(255, 0, 0), blue(0, 0, 255);

//! A red person on blue ground.
DetectionSample person(cv::Size size, const cv::Rect& place) {
    DetectionSample sample{cv::Mat(size, CV_8UC3, blue), {{cv::Rect2f(place), false}}};
    sample.picture(place).setTo(red);
    return sample;
}

//! Where a sample is red; shades at borders, which scaling makes, count by half.
cv::Mat redness(const cv::Mat& picture) {
    cv::Mat mask;
    cv::inRange(picture, cv::Scalar(128, 0, 0), cv::Scalar(255, 60, 127), mask);
    return mask;
}

const std::vector<DetectionSample>& pictures() {
    static const std::vector<DetectionSample> all{person({640, 480}, {200, 100, 80, 240}),
                                                  person({416, 312}, {20, 200, 30, 90}),
                                                  person({120, 300}, {10, 10, 100, 280})};
    return all;
}

DetectionSample draw(const Mosaic& mosaic, std::size_t first, Random& random) {
    static const std::vector<std::size_t> deck{0, 1, 2};
    return drawMosaic(mosaic, {pictures(), deck, {}}, first, canvas, random);
}

//! Pixels of the largest red area.
int largestArea(const cv::Mat& mask) {
    cv::Mat labels, figures, centers;
    const int areas = cv::connectedComponentsWithStats(mask, labels, figures, centers);
    int largest = 0;
    for (int i = 1; i < areas; ++i)
        largest = std::max(largest, figures.at<int>(i, cv::CC_STAT_AREA));
    return largest;
}

// Every box is red, and where there is none, less than a tenth of a person is: boxes stay on their people through
// scaling, cutting and mirroring. No person is taller than the height, and wider than 0.4 of it.
TEST(Mosaic, BoxesStayOnTheirPeople) {
    const double tallest[] = {300, 190, 110};
    for (std::size_t tiles = 0; tiles < 3; ++tiles) {
        Mosaic mosaic;
        mosaic.shares = {};
        mosaic.shares[tiles] = 1;
        std::size_t checked = 0;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            Random random(seed);
            const auto sample = draw(mosaic, seed % 3, random);
            ASSERT_EQ(sample.picture.size(), canvas);
            const cv::Mat mask = redness(sample.picture);
            cv::Mat uncovered = mask.clone();
            for (const auto& box : sample.boxes) {
                const cv::Rect whole(cvFloor(box.place.x), cvFloor(box.place.y), cvCeil(box.place.width) + 1,
                                     cvCeil(box.place.height) + 1);
                cv::rectangle(uncovered, cv::Rect(whole.x - 1, whole.y - 1, whole.width + 2, whole.height + 2),
                              cv::Scalar(), cv::FILLED);
                // Pixels at the border are shades.
                const cv::Rect inside(whole.x + 2, whole.y + 2, whole.width - 5, whole.height - 5);
                if (inside.width < 1 || inside.height < 1) continue;
                ++checked;
                EXPECT_GE(cv::countNonZero(mask(inside)), 0.99 * inside.area()) << "seed " << seed;
            }
            EXPECT_LE(largestArea(uncovered), 0.1 * 0.4 * tallest[tiles] * tallest[tiles]) << "seed " << seed;
        }
        EXPECT_GE(checked, 60u);
    }
}

TEST(Mosaic, ManyTilesHaveSmallPeople) {
    double heights[3] = {};
    for (std::size_t tiles = 0; tiles < 3; ++tiles) {
        Mosaic mosaic;
        mosaic.shares = {};
        mosaic.shares[tiles] = 1;
        double sum = 0;
        std::size_t count = 0;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            Random random(seed);
            for (const auto& box : draw(mosaic, 0, random).boxes) {
                sum += static_cast<double>(box.place.height);
                ++count;
            }
        }
        heights[tiles] = sum / static_cast<double>(count);
    }
    EXPECT_GT(heights[0], 1.5 * heights[1]);
    EXPECT_GT(heights[1], 1.2 * heights[2]);
}

TEST(Mosaic, SameSeedSameSample) {
    Mosaic mosaic;
    mosaic.colors = {0.5, 0.3, 0.3, 0.3, 0};
    Random first(5), second(5);
    const auto a = draw(mosaic, 1, first), b = draw(mosaic, 1, second);
    EXPECT_EQ(cv::norm(a.picture, b.picture, cv::NORM_INF), 0);
    ASSERT_EQ(a.boxes.size(), b.boxes.size());
}

// 640 x 480 in 320 x 256: half the size, 320 x 240 at the top.
TEST(Letterbox, KeepsTheAspectAtTheTopLeft) {
    EXPECT_DOUBLE_EQ(letterboxScale({640, 480}, canvas), 0.5);
    EXPECT_DOUBLE_EQ(letterboxScale({100, 512}, canvas), 0.5);
    const auto sample = letterboxed(pictures()[0], canvas);
    EXPECT_EQ(sample.boxes.at(0).place, cv::Rect2f(100, 50, 40, 120));
    EXPECT_EQ(sample.picture.at<cv::Vec3b>(239, 319), cv::Vec3b(0, 0, 255));
    EXPECT_EQ(sample.picture.at<cv::Vec3b>(240, 0), cv::Vec3b::all(114));
    EXPECT_EQ(cv::boundingRect(redness(sample.picture)), cv::Rect(100, 50, 40, 120));
}

TEST(Letterbox, MirroredBoxesFollow) {
    Mosaic mosaic;
    mosaic.flip = 1;
    Random random(1);
    const auto sample = drawWhole(mosaic, pictures()[0], canvas, random);
    EXPECT_EQ(sample.boxes.at(0).place, cv::Rect2f(320 - 100 - 40, 50, 40, 120));
    EXPECT_EQ(cv::boundingRect(redness(sample.picture)), cv::Rect(180, 50, 40, 120));
}

}  // namespace
}  // namespace brnpa::trainer
