#include "evaluation/detector.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation/detector_evaluation.hpp"
#include "losses/sim_ota.hpp"

namespace brnpa::trainer {
namespace {

const cv::Size input(64, 64);
const std::vector<int> strides{8, 16, 32};

//! An output that finds nothing.
cv::Mat nothing() {
    return cv::Mat(static_cast<int>(gridCells(input, strides).size()), 6, CV_32F, cv::Scalar(0)).clone();
}

//! Writes what a cell would have to give for a box.
void encode(cv::Mat& rows, int row, const cv::Rect2f& box, float objectness, float score) {
    const GridCell cell = gridCells(input, strides)[static_cast<std::size_t>(row)];
    const auto stride = static_cast<float>(cell.stride);
    const float numbers[] = {(box.x + box.width / 2) / stride - static_cast<float>(cell.column),
                             (box.y + box.height / 2) / stride - static_cast<float>(cell.row),
                             std::log(box.width / stride),
                             std::log(box.height / stride),
                             objectness,
                             score};
    std::copy(std::begin(numbers), std::end(numbers), rows.ptr<float>(row));
}

void expectNear(const cv::Rect2f& got, const cv::Rect2f& expected) {
    EXPECT_NEAR(got.x, expected.x, 1e-3);
    EXPECT_NEAR(got.y, expected.y, 1e-3);
    EXPECT_NEAR(got.width, expected.width, 1e-3);
    EXPECT_NEAR(got.height, expected.height, 1e-3);
}

TEST(DetectorOutput, DecodesWhatWasEncodedOnEveryLevel) {
    const cv::Rect2f box(13, 7, 20, 40);
    for (const int row : {0, 27, 63, 64, 79, 80, 83}) {
        cv::Mat rows = nothing();
        encode(rows, row, box, 0.8f, 0.5f);
        const auto found = readDetections(rows, input, strides, 0.3, 0.5);
        ASSERT_EQ(found.size(), 1u) << row;
        expectNear(found[0].place, box);
        EXPECT_FLOAT_EQ(found[0].score, 0.4f);
    }
}

TEST(DetectorOutput, DropsLowScoresAndLesserBoxesOnTheSamePerson) {
    cv::Mat rows = nothing();
    encode(rows, 0, {0, 0, 10, 10}, 1, 0.9f);
    encode(rows, 1, {0, 0, 10, 12}, 1, 0.8f);   // IoU 100 / 120 with the first
    encode(rows, 2, {6, 0, 10, 10}, 1, 0.7f);   // 40 / 160
    encode(rows, 3, {40, 40, 9, 9}, 1, 0.25f);  // too low
    auto found = readDetections(rows, input, strides, 0.3, 0.5);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_FLOAT_EQ(found[0].score, 0.9f);
    EXPECT_FLOAT_EQ(found[1].score, 0.7f);
    EXPECT_EQ(readDetections(rows, input, strides, 0.3, 0.9).size(), 3u);
    EXPECT_EQ(readDetections(rows, input, strides, 0.2, 0.2).size(), 2u);
}

//! Finds one box in pixels of its input, whatever it sees; notes the size of what it saw.
class OneBox : public Detector {
  public:
    OneBox() {
        description_.input = input;
        description_.mean = {100, 50, 0};
        description_.std = {2, 4, 5};
        description_.strides = strides;
    }
    const DetectorDescription& description() const override { return description_; }
    cv::Mat run(const cv::Mat& blob) override {
        seen = blob.clone();
        cv::Mat rows = nothing();
        encode(rows, 30, {8, 16, 16, 32}, 1, 0.9f);
        return rows;
    }

    cv::Mat seen;

  private:
    DetectorDescription description_;
};

// A picture of 128 x 96 is halved: boxes come back twice as large.
TEST(DetectorOutput, BoxesAreInPixelsOfThePicture) {
    OneBox detector;
    const auto found = findPeople(detector, cv::Mat(96, 128, CV_8UC3, cv::Scalar(200, 100, 50)), input, 0.3);
    ASSERT_EQ(found.size(), 1u);
    expectNear(found[0].place, {16, 32, 32, 64});
    // (200 - 100) / 2, (100 - 50) / 4, 50 / 5; below, the letterbox: (114 - 100) / 2 and so on.
    EXPECT_FLOAT_EQ(detector.seen.ptr<float>(0, 0)[0], 50);
    EXPECT_FLOAT_EQ(detector.seen.ptr<float>(0, 1)[0], 12.5f);
    EXPECT_FLOAT_EQ(detector.seen.ptr<float>(0, 2)[0], 10);
    EXPECT_FLOAT_EQ(detector.seen.ptr<float>(0, 0)[64 * 48], 7);
    EXPECT_FLOAT_EQ(detector.seen.ptr<float>(0, 1)[64 * 64 - 1], 16);
}

TEST(DetectorOutput, EvaluationGroupsBySourceAndHeight) {
    OneBox detector;
    PersonPictures pictures;
    const cv::Mat blank(96, 128, CV_8UC3, cv::Scalar::all(0));
    // In the first the box is right, 32 pixels high in the input; in the second it is wrong, and a person of 63 missed.
    pictures.list.resize(2);
    pictures.list[0].source = "street";
    pictures.list[1].source = "room";
    pictures.samples = {{blank, {{{16, 32, 32, 64}, false}}}, {cv::Mat(64, 64, CV_8UC3), {{{40, 0, 20, 63}, false}}}};
    const auto evaluation = evaluateDetector(detector, pictures, input);
    EXPECT_EQ(evaluation.all.people, 2u);
    // The two boxes have the same score; the right one comes first, with recall 1/2 and precision 1.
    EXPECT_NEAR(evaluation.all.ap50, 51.0 / 101, 1e-9);
    ASSERT_EQ(evaluation.sources.size(), 2u);
    EXPECT_EQ(evaluation.sources[0].which, "room");
    EXPECT_EQ(evaluation.sources[0].ap50, 0);
    EXPECT_EQ(evaluation.sources[1].ap50, 1);
    EXPECT_EQ(evaluation.heights[0].people, 0u);
    EXPECT_EQ(evaluation.heights[0].ap, -1);
    EXPECT_EQ(evaluation.heights[1].people, 2u);
    const auto json = toJson(evaluation);
    EXPECT_EQ(json.at("sources")[1].at("which"), "street");
    EXPECT_EQ(json.at("best_f1").at("recall"), 0.5);
}

}  // namespace
}  // namespace brnpa::trainer
