#include "box_decoders.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using reid::DecodeSettings;
using reid::Detection;

constexpr float NOT_A_NUMBER = std::numeric_limits<float>::quiet_NaN();

cv::Mat array(std::vector<int> shape, std::vector<float> values) {
    cv::Mat result(static_cast<int>(shape.size()), shape.data(), CV_32F);
    CV_Assert(result.total() == values.size());
    std::copy(values.begin(), values.end(), result.ptr<float>());
    return result;
}

void expectBox(const Detection& detection, float x, float y, float width, float height, float confidence) {
    EXPECT_NEAR(detection.box.x, x, 1e-4);
    EXPECT_NEAR(detection.box.y, y, 1e-4);
    EXPECT_NEAR(detection.box.width, width, 1e-4);
    EXPECT_NEAR(detection.box.height, height, 1e-4);
    EXPECT_NEAR(detection.confidence, confidence, 1e-6);
}

TEST(BoxDecoders, yolox) {
    // 64 x 32 at strides 16 and 32: cells 0..7 (4 x 2), then 8 and 9 (2 x 1).
    const float log2 = std::log(2.F);
    std::vector<float> rows(10 * 6, 0);
    const auto set = [&](size_t row, std::vector<float> values) {
        std::copy(values.begin(), values.end(), rows.begin() + static_cast<std::ptrdiff_t>(6 * row));
    };
    set(6, {0.5F, 0.25F, log2, 0, 0.5F, 0.8F});  // column 2, row 1 of stride 16
    set(9, {-0.5F, 0.5F, 0, log2, 1, 0.9F});     // column 1 of stride 32
    const DecodeSettings settings{{64, 32}, {16, 32}, 0, 0.3F};
    const auto found = reid::decodeYolox(array({1, 10, 6}, rows), settings);
    ASSERT_EQ(found.size(), 2U);
    // Center ((2 + 0.5) * 16, (1 + 0.25) * 16) = (40, 20), size 32 x 16; 0.5 * 0.8.
    expectBox(found[0], 24, 12, 32, 16, 0.4F);
    // Center ((1 - 0.5) * 32, 0.5 * 32) = (16, 16), size 32 x 64.
    expectBox(found[1], 0, -16, 32, 64, 0.9F);
}

TEST(BoxDecoders, yolov5) {
    const DecodeSettings settings{{64, 32}, {}, 1, 0.3F};
    const auto found =
        reid::decodeYolov5(array({1, 3, 7}, {20, 10, 8,  4,  0.5F, 0.1F, 0.8F,    // 0.4, a person
                                             20, 10, 8,  4,  1.F,  0.9F, 0.8F,    // the other class is likelier
                                             30, 16, 10, 12, 0.3F, 0.F,  0.9F}),  // 0.27
                           settings);
    ASSERT_EQ(found.size(), 1U);
    expectBox(found[0], 16, 8, 8, 4, 0.4F);
}

TEST(BoxDecoders, yolov8) {
    // Rows: center x, center y, width, height, two classes; columns: three boxes.
    const DecodeSettings settings{{64, 32}, {}, 0, 0.3F};
    const auto found =
        reid::decodeYolov8(array({1, 6, 3}, {20, 30, 40,          //
                                             10, 16, 20,          //
                                             8, 10, 12,           //
                                             4, 12, 6,            //
                                             0.4F, 0.5F, 0.2F,    //
                                             0.1F, 0.6F, 0.1F}),  // the second is likelier the other class
                           settings);
    ASSERT_EQ(found.size(), 1U);
    expectBox(found[0], 16, 8, 8, 4, 0.4F);
}

TEST(BoxDecoders, ssd) {
    const DecodeSettings settings{{300, 200}, {}, 15, 0.3F};
    const auto found = reid::decodeSsd(array({1, 1, 4, 7}, {0,  15, 0.7F, 0.1F, 0.2F, 0.3F, 0.6F,  //
                                                            0,  7,  0.9F, 0.1F, 0.2F, 0.3F, 0.6F,  // another class
                                                            -1, 0,  0,    0,    0,    0,    0,  // the end of the list
                                                            0,  15, 0.9F, 0.1F, 0.2F, 0.3F, 0.6F}),
                                       settings);
    ASSERT_EQ(found.size(), 1U);
    expectBox(found[0], 30, 40, 60, 80, 0.7F);
}

TEST(BoxDecoders, darknet) {
    // The class scores hold the objectness already: it is not multiplied in again.
    const DecodeSettings settings{{320, 160}, {}, 0, 0.3F};
    const auto found = reid::decodeDarknet(array({2, 6}, {0.5F, 0.25F, 0.125F, 0.5F, 0.5F, 0.4F,  //
                                                          0.5F, 0.25F, 0.125F, 0.5F, 0.5F, 0.2F}),
                                           settings);
    ASSERT_EQ(found.size(), 1U);
    expectBox(found[0], 140, 0, 40, 80, 0.4F);
}

TEST(BoxDecoders, whatIsNoBoxIsLeftOut) {
    const float infinite = std::numeric_limits<float>::infinity();
    const DecodeSettings settings{{32, 32}, {32}, 0, 0.3F};
    for (const std::vector<float>& row : std::vector<std::vector<float>>{{0, 0, 0, 0, NOT_A_NUMBER, 1},
                                                                         {0, 0, 0, 0, 1, NOT_A_NUMBER},
                                                                         {NOT_A_NUMBER, 0, 0, 0, 1, 1},
                                                                         {0, 0, 1000, 0, 1, 1},
                                                                         {0, 0, 0, -infinite, 1, 1},
                                                                         {infinite, 0, 0, 0, 1, 1}}) {
        EXPECT_TRUE(reid::decodeYolox(array({1, 1, 6}, row), settings).empty());
    }
    const auto backwards = reid::decodeSsd(array({1, 1, 1, 7}, {0, 0, 0.9F, 0.5F, 0.5F, 0.4F, 0.6F}), settings);
    EXPECT_TRUE(backwards.empty());
}

}  // namespace
