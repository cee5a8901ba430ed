#include "data/augmentation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace brnpa::trainer {
namespace {

constexpr int width = 4, height = 3;
const Normalization plain{{0, 0, 0}, {1, 1, 1}};

//! Pixels 1, 2, 3, ... so that 0 is border or erased.
std::vector<std::uint8_t> numbered() {
    std::vector<std::uint8_t> pixels(width * height * 3);
    std::iota(pixels.begin(), pixels.end(), static_cast<std::uint8_t>(1));
    return pixels;
}

std::vector<float> augmented(const Augmentation& augmentation, std::uint64_t seed,
                             const Normalization& normalization = plain) {
    const auto source = numbered();
    std::vector<float> target(source.size(), -1);
    Random random(seed);
    augment(source.data(), width, height, augmentation, normalization, random, target.data());
    return target;
}

TEST(Augmentation, NothingButNormalization) {
    const auto pixels = augmented({}, 1, {{1, 2, 3}, {1, 0.5f, 0.25f}});
    EXPECT_EQ(pixels[0], 0);
    EXPECT_EQ(pixels[3 * 5 + 1], (17 - 2) * 0.5f);
    EXPECT_EQ(pixels.back(), (36 - 3) * 0.25f);
}

TEST(Augmentation, FlipMirrorsRows) {
    Augmentation augmentation;
    augmentation.flip = 1;
    const auto pixels = augmented(augmentation, 1);
    const auto source = numbered();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                EXPECT_EQ(pixels[(y * width + x) * 3 + c], source[(y * width + width - 1 - x) * 3 + c]);
}

TEST(Augmentation, CropShiftsByAtMostThePadAndFillsWithTheMean) {
    Augmentation augmentation;
    augmentation.pad = 2;
    bool sawBorder = false, sawUnshifted = false;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto pixels = augmented(augmentation, seed);
        int matches = 0;
        for (int dy = -2; dy <= 2; ++dy) {
            for (int dx = -2; dx <= 2; ++dx) {
                bool same = true;
                for (int y = 0; y < height && same; ++y)
                    for (int x = 0; x < width && same; ++x) {
                        const bool inside = y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
                        same = pixels[(y * width + x) * 3] ==
                               (inside ? 1.0f + static_cast<float>(((y + dy) * width + x + dx) * 3) : 0.0f);
                    }
                matches += same ? 1 : 0;
                if (same && dx == 0 && dy == 0) sawUnshifted = true;
            }
        }
        EXPECT_EQ(matches, 1) << "seed " << seed;
        sawBorder = sawBorder || pixels[0] == 0;
    }
    EXPECT_TRUE(sawBorder);
    EXPECT_TRUE(sawUnshifted);
}

TEST(Augmentation, ErasedRectangleHasTheDocumentedArea) {
    constexpr int w = 64, h = 128;
    const std::vector<std::uint8_t> source(w * h * 3, 200);
    std::vector<float> target(source.size());
    Augmentation augmentation;
    augmentation.erase = 1;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Random random(seed);
        augment(source.data(), w, h, augmentation, plain, random, target.data());
        int left = w, right = -1, top = h, bottom = -1, count = 0;
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x)
                if (target[(static_cast<std::size_t>(y) * w + static_cast<std::size_t>(x)) * 3] == 0) {
                    ++count;
                    left = std::min(left, x), right = std::max(right, x), top = std::min(top, y),
                    bottom = std::max(bottom, y);
                }
        ASSERT_GT(count, 0);
        EXPECT_EQ(count, (right - left + 1) * (bottom - top + 1)) << "not a rectangle";
        const double area = static_cast<double>(count) / (w * h);
        EXPECT_GE(area, 0.018);  // sides are rounded to pixels
        EXPECT_LE(area, 0.42);
    }
}

// A change of color without strength goes through the floats, and so does a cutout of everything.
TEST(Augmentation, PathsAgree) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Augmentation direct, throughFloats;
        direct.flip = throughFloats.flip = 0.5;
        direct.pad = throughFloats.pad = 1;
        throughFloats.colors.probability = 1;
        EXPECT_EQ(augmented(direct, seed), augmented(throughFloats, seed));
    }
    Augmentation whole;
    whole.scaleCrop = {1, 1, 1};
    EXPECT_EQ(augmented({}, 1), augmented(whole, 1));
}

TEST(Augmentation, ColorsChangeBeforeNormalization) {
    Augmentation augmentation;
    augmentation.colors.probability = 1;
    augmentation.colors.brightness = 0.5;
    const auto pixels = augmented(augmentation, 6, {{1, 1, 1}, {0.5f, 0.5f, 0.5f}});
    const auto source = numbered();
    const float factor = (pixels.back() / 0.5f + 1) / static_cast<float>(source.back());
    EXPECT_NE(factor, 1);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        EXPECT_NEAR(pixels[i], (factor * static_cast<float>(source[i]) - 1) * 0.5f, 1e-5);
}

TEST(Augmentation, SameSeedSamePicture) {
    const Augmentation augmentation{0.5, 2, 0.5, {0.5, 0.2, 0.2, 0.2, 0.1}, {0.5, 0.5, 1.2}};
    EXPECT_EQ(augmented(augmentation, 3), augmented(augmentation, 3));
}

}  // namespace
}  // namespace brnpa::trainer
