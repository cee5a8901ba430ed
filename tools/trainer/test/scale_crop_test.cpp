#include "data/scale_crop.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace brnpa::trainer {
namespace {

// Bilinear interpolation in float64: the target's pixel centers are mapped onto the cutout, its border is repeated.
double sample(const std::vector<float>& source, int width, const Cutout& cutout, double x, double y, int channel) {
    const auto at = [&](int column, int row) {
        column = cutout.left + std::clamp(column, 0, cutout.width - 1);
        row = cutout.top + std::clamp(row, 0, cutout.height - 1);
        return static_cast<double>(source[static_cast<std::size_t>((row * width + column) * 3 + channel)]);
    };
    const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
    const double right = x - left, bottom = y - top;
    return (1 - bottom) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
           bottom * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1));
}

TEST(ScaleCrop, ScalesTheCutoutToTheWholePicture) {
    constexpr int width = 12, height = 20;
    Random random(3);
    std::vector<float> source(width * height * 3);
    for (auto& value : source)
        value = static_cast<float>(random.uniform(0, 255));
    for (const Cutout cutout : {Cutout{2, 3, 9, 14}, Cutout{0, 0, 1, 1}, Cutout{0, 0, width, height}}) {
        std::vector<float> target(source.size());
        scaleCutout(source.data(), width, height, cutout, target.data());
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                for (int c = 0; c < 3; ++c)
                    ASSERT_NEAR(target[static_cast<std::size_t>((y * width + x) * 3 + c)],
                                sample(source, width, cutout, (x + 0.5) * cutout.width / width - 0.5,
                                       (y + 0.5) * cutout.height / height - 0.5, c),
                                1e-3)
                        << x << ", " << y;
    }
}

TEST(ScaleCrop, CutoutsAreInsideAndHaveTheDocumentedSizes) {
    constexpr int width = 640, height = 1280;
    ScaleCrop crop;
    crop.minArea = 0.5;
    crop.maxAspect = 1.2;
    Random random(8);
    double least = 1, most = 0;
    bool touchesLeft = false, touchesBottom = false;
    for (int i = 0; i < 3000; ++i) {
        const Cutout cutout = drawCutout(crop, width, height, random);
        ASSERT_GE(cutout.left, 0);
        ASSERT_GE(cutout.top, 0);
        ASSERT_LE(cutout.left + cutout.width, width);
        ASSERT_LE(cutout.top + cutout.height, height);
        const double area = static_cast<double>(cutout.width) * cutout.height / (width * height);
        least = std::min(least, area), most = std::max(most, area);
        const double aspect = 2.0 * cutout.width / cutout.height;
        EXPECT_LE(aspect, 1.21);
        EXPECT_GE(aspect, 1 / 1.21);
        touchesLeft = touchesLeft || cutout.left < 20;
        touchesBottom = touchesBottom || cutout.top + cutout.height > height - 20;
    }
    EXPECT_NEAR(least, 0.5, 0.01);
    EXPECT_GT(most, 0.95);
    EXPECT_TRUE(touchesLeft && touchesBottom);
    crop.minArea = 1;
    const Cutout whole = drawCutout(crop, 10, 10, random);
    EXPECT_LE(whole.width, 10);
    EXPECT_LE(whole.height, 10);
}

}  // namespace
}  // namespace brnpa::trainer
