#include "data/color_jitter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace brnpa::trainer {
namespace {

using Color = std::array<double, 3>;

// torchvision.transforms.functional for pictures of floats in 0..1, in float64.
namespace reference {

double gray(const Color& c) {
    return 0.2989 * c[0] + 0.587 * c[1] + 0.114 * c[2];
}

Color blend(const Color& a, const Color& b, double ratio) {
    Color result;
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = std::clamp(ratio * a[i] + (1 - ratio) * b[i], 0.0, 1.0);
    return result;
}

Color hsvOf(const Color& c) {
    const double r = c[0], g = c[1], b = c[2], most = std::max({r, g, b}), least = std::min({r, g, b});
    const bool equal = most == least;
    const double range = most - least, s = range / (equal ? 1 : most), divisor = equal ? 1 : range;
    const double rc = (most - r) / divisor, gc = (most - g) / divisor, bc = (most - b) / divisor;
    const double hr = most == r ? bc - gc : 0, hg = most == g && most != r ? 2 + rc - bc : 0,
                 hb = most != g && most != r ? 4 + gc - rc : 0;
    return {std::fmod((hr + hg + hb) / 6 + 1, 1), s, most};
}

Color rgbOf(const Color& hsv) {
    const double h = hsv[0], s = hsv[1], v = hsv[2], i = std::floor(h * 6), f = h * 6 - i;
    const double p = v * (1 - s), q = v * (1 - s * f), t = v * (1 - s * (1 - f));
    const Color cases[] = {{v, t, p}, {q, v, p}, {p, v, t}, {p, q, v}, {t, p, v}, {v, p, q}};
    return cases[static_cast<int>(i) % 6];
}

void colorJitter(std::vector<Color>& picture, const ColorChange& change) {
    for (auto& c : picture)
        c = blend(c, {0, 0, 0}, change.brightness);
    double mean = 0;
    for (const auto& c : picture)
        mean += gray(c) / static_cast<double>(picture.size());
    for (auto& c : picture)
        c = blend(c, {mean, mean, mean}, change.contrast);
    for (auto& c : picture) {
        c = blend(c, {gray(c), gray(c), gray(c)}, change.saturation);
        Color hsv = hsvOf(c);
        hsv[0] = std::fmod(hsv[0] + change.hue + 1, 1);
        c = rgbOf(hsv);
    }
}

}  // namespace reference

//! Random colors, and the corners and grays of the color cube.
std::vector<Color> colors() {
    std::vector<Color> colors;
    for (const double r : {0.0, 0.5, 1.0})
        for (const double g : {0.0, 0.5, 1.0})
            for (const double b : {0.0, 0.5, 1.0})
                colors.push_back({r, g, b});
    Random random(4);
    for (int i = 0; i < 200; ++i)
        colors.push_back({random.uniform(), random.uniform(), random.uniform()});
    return colors;
}

std::vector<float> pixelsOf(const std::vector<Color>& colors) {
    std::vector<float> pixels;
    for (const auto& color : colors)
        for (const double value : color)
            pixels.push_back(static_cast<float>(255 * value));
    return pixels;
}

void expectReference(const ColorChange& change) {
    auto expected = colors();
    auto pixels = pixelsOf(expected);
    changeColors(pixels.data(), expected.size(), change);
    reference::colorJitter(expected, change);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        ASSERT_NEAR(pixels[i], 255 * expected[i / 3][i % 3], 2e-3) << "pixel " << i / 3 << ", channel " << i % 3;
}

TEST(ColorJitter, FollowsTorchvisionsFormulas) {
    expectReference({0.6, 1, 1, 0});
    expectReference({1.7, 1, 1, 0});
    expectReference({1, 0.3, 1, 0});
    expectReference({1, 1.9, 1, 0});
    expectReference({1, 1, 0, 0});
    expectReference({1, 1, 2.5, 0});
    for (const double hue : {-0.5, -0.31, -0.1, 0.07, 1.0 / 6, 0.25, 0.5})
        expectReference({1, 1, 1, hue});
    Random random(9);
    for (int i = 0; i < 20; ++i)
        expectReference(drawColorChange({1, 0.4, 0.4, 0.4, 0.2}, random));
}

TEST(ColorJitter, WorkedExamples) {
    std::vector<float> red{255, 0, 0};
    changeColors(red.data(), 1, {1, 1, 1, 1.0 / 3});
    EXPECT_NEAR(red[0], 0, 1e-3);
    EXPECT_NEAR(red[1], 255, 1e-3);
    EXPECT_NEAR(red[2], 0, 1e-3);
    std::vector<float> bright{100, 200, 10};
    changeColors(bright.data(), 1, {1.5, 1, 1, 0});
    EXPECT_EQ(bright, (std::vector<float>{150, 255, 15}));
    std::vector<float> nothing{1, 2, 3};
    changeColors(nothing.data(), 1, {});
    EXPECT_EQ(nothing, (std::vector<float>{1, 2, 3}));
}

TEST(ColorJitter, DrawsWithinTheStrengths) {
    Random random(1);
    ColorChange least{9, 9, 9, 9}, most{-9, -9, -9, -9};
    for (int i = 0; i < 2000; ++i) {
        const ColorChange change = drawColorChange({1, 0.2, 0.5, 1.5, 0.1}, random);
        least = {std::min(least.brightness, change.brightness), std::min(least.contrast, change.contrast),
                 std::min(least.saturation, change.saturation), std::min(least.hue, change.hue)};
        most = {std::max(most.brightness, change.brightness), std::max(most.contrast, change.contrast),
                std::max(most.saturation, change.saturation), std::max(most.hue, change.hue)};
    }
    EXPECT_GE(least.brightness, 0.8);
    EXPECT_NEAR(least.brightness, 0.8, 0.01);
    EXPECT_NEAR(most.brightness, 1.2, 0.01);
    EXPECT_NEAR(least.contrast, 0.5, 0.01);
    EXPECT_NEAR(most.contrast, 1.5, 0.01);
    EXPECT_GE(least.saturation, 0) << "torchvision cuts the range off at 0";
    EXPECT_NEAR(most.saturation, 2.5, 0.02);
    EXPECT_NEAR(least.hue, -0.1, 0.005);
    EXPECT_NEAR(most.hue, 0.1, 0.005);
}

}  // namespace
}  // namespace brnpa::trainer
