#include "data/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace brnpa::trainer {
namespace {

constexpr double eraseMinArea = 0.02, eraseMaxArea = 0.4, eraseMaxAspect = 3.3;
constexpr int eraseAttempts = 100;  // a rectangle that does not fit is drawn again

void erase(float* target, int width, int height, Random& random) {
    for (int attempt = 0; attempt < eraseAttempts; ++attempt) {
        const double area = random.uniform(eraseMinArea, eraseMaxArea) * width * height;
        const double aspect = std::exp(random.uniform(-std::log(eraseMaxAspect), std::log(eraseMaxAspect)));
        const int h = static_cast<int>(std::lround(std::sqrt(area * aspect)));
        const int w = static_cast<int>(std::lround(std::sqrt(area / aspect)));
        if (h < 1 || w < 1 || h > height || w > width) continue;
        const int top = static_cast<int>(random.below(static_cast<std::size_t>(height - h) + 1));
        const int left = static_cast<int>(random.below(static_cast<std::size_t>(width - w) + 1));
        for (int y = top; y < top + h; ++y)
            std::fill_n(target + (y * width + left) * 3, w * 3, 0.0f);
        return;
    }
}

//! Mirrors, shifts and normalizes; what comes from outside of the picture has the mean color.
template <class Value>
void place(const Value* source, int width, int height, bool mirrored, int shiftX, int shiftY,
           const Normalization& normalization, float* target) {
    for (int y = 0; y < height; ++y) {
        const int sourceY = y + shiftY;
        float* pixel = target + y * width * 3;
        for (int x = 0; x < width; ++x, pixel += 3) {
            const int shifted = x + shiftX;
            const int sourceX = mirrored ? width - 1 - shifted : shifted;
            if (sourceY < 0 || sourceY >= height || sourceX < 0 || sourceX >= width) {
                std::fill_n(pixel, 3, 0.0f);
                continue;
            }
            const Value* from = source + (sourceY * width + sourceX) * 3;
            for (std::size_t c = 0; c < 3; ++c)
                pixel[c] = (static_cast<float>(from[c]) - normalization.mean[c]) * normalization.inverseStd[c];
        }
    }
}

}  // namespace

void augment(const std::uint8_t* source, int width, int height, const Augmentation& augmentation,
             const Normalization& normalization, Random& random, float* target) {
    const bool mirrored = random.uniform() < augmentation.flip;
    int shiftX = 0, shiftY = 0;
    if (augmentation.pad > 0) {
        const auto positions = 2 * static_cast<std::size_t>(augmentation.pad) + 1;
        shiftX = static_cast<int>(random.below(positions)) - augmentation.pad;
        shiftY = static_cast<int>(random.below(positions)) - augmentation.pad;
    }
    const bool cut = random.uniform() < augmentation.scaleCrop.probability;
    const bool recolored = random.uniform() < augmentation.colors.probability;
    if (cut || recolored) {
        const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
        std::vector<float> varied(source, source + 3 * count);
        if (cut) {
            const std::vector<float> whole = varied;
            scaleCutout(whole.data(), width, height, drawCutout(augmentation.scaleCrop, width, height, random),
                        varied.data());
        }
        if (recolored) changeColors(varied.data(), count, drawColorChange(augmentation.colors, random));
        place(varied.data(), width, height, mirrored, shiftX, shiftY, normalization, target);
    } else {
        place(source, width, height, mirrored, shiftX, shiftY, normalization, target);
    }
    if (random.uniform() < augmentation.erase) erase(target, width, height, random);
}

}  // namespace brnpa::trainer
