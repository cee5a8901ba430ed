#include "data/color_jitter.hpp"

#include <algorithm>
#include <cmath>

namespace brnpa::trainer {
namespace {

constexpr float white = 255;

// Luma of ITU-R BT.601, rounded as torchvision rounds it.
float gray(const float* pixel) {
    return 0.2989f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
}

float blend(float value, float other, float factor) {
    return std::clamp(factor * value + (1 - factor) * other, 0.0f, white);
}

void changeContrast(float* pixels, std::size_t count, float factor) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += gray(pixels + 3 * i);
    const auto mean = static_cast<float>(sum / static_cast<double>(count));
    for (std::size_t i = 0; i < 3 * count; ++i)
        pixels[i] = blend(pixels[i], mean, factor);
}

void changeSaturation(float* pixel, float factor) {
    const float luma = gray(pixel);
    for (int c = 0; c < 3; ++c)
        pixel[c] = blend(pixel[c], luma, factor);
}

//! Turns the color by a part of the circle; value and saturation of HSV stay.
void turnHue(float* pixel, float shift) {
    const float highest = std::max({pixel[0], pixel[1], pixel[2]});
    const float range = highest - std::min({pixel[0], pixel[1], pixel[2]});
    if (range <= 0) return;
    float sector;  // 0..6 around the circle from red
    if (highest == pixel[0])
        sector = (pixel[1] - pixel[2]) / range;
    else if (highest == pixel[1])
        sector = 2 + (pixel[2] - pixel[0]) / range;
    else
        sector = 4 + (pixel[0] - pixel[1]) / range;
    sector += 6 * shift;
    // A channel falls from the highest value to the lowest and back while the color turns away from it.
    const float centers[] = {0, 2, 4};
    for (int c = 0; c < 3; ++c) {
        const float distance = std::abs(std::remainder(sector - centers[c], 6.0f));
        pixel[c] = highest - range * std::clamp(distance - 1, 0.0f, 1.0f);
    }
}

}  // namespace

ColorChange drawColorChange(const ColorJitter& jitter, Random& random) {
    const auto factor = [&](double strength) { return random.uniform(std::max(0.0, 1 - strength), 1 + strength); };
    ColorChange change;
    change.brightness = factor(jitter.brightness);
    change.contrast = factor(jitter.contrast);
    change.saturation = factor(jitter.saturation);
    change.hue = random.uniform(-jitter.hue, jitter.hue);
    return change;
}

void changeColors(float* pixels, std::size_t count, const ColorChange& change) {
    if (change.brightness != 1)
        for (std::size_t i = 0; i < 3 * count; ++i)
            pixels[i] = blend(pixels[i], 0, static_cast<float>(change.brightness));
    if (change.contrast != 1) changeContrast(pixels, count, static_cast<float>(change.contrast));
    for (std::size_t i = 0; i < count; ++i) {
        if (change.saturation != 1) changeSaturation(pixels + 3 * i, static_cast<float>(change.saturation));
        if (change.hue != 0) turnHue(pixels + 3 * i, static_cast<float>(change.hue));
    }
}

}  // namespace brnpa::trainer
