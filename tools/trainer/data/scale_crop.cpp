#include "data/scale_crop.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace brnpa::trainer {
namespace {

constexpr int cutoutAttempts = 10;

}  // namespace

Cutout drawCutout(const ScaleCrop& crop, int width, int height, Random& random) {
    for (int attempt = 0; attempt < cutoutAttempts; ++attempt) {
        const double area = random.uniform(crop.minArea, 1);
        const double aspect = std::exp(random.uniform(-std::log(crop.maxAspect), std::log(crop.maxAspect)));
        const int w = static_cast<int>(std::lround(width * std::sqrt(area * aspect)));
        const int h = static_cast<int>(std::lround(height * std::sqrt(area / aspect)));
        if (w < 1 || h < 1 || w > width || h > height) continue;
        const int left = static_cast<int>(random.below(static_cast<std::size_t>(width - w) + 1));
        const int top = static_cast<int>(random.below(static_cast<std::size_t>(height - h) + 1));
        return {left, top, w, h};
    }
    return {0, 0, width, height};
}

void scaleCutout(const float* source, int width, int height, const Cutout& cutout, float* target) {
    const cv::Mat whole(height, width, CV_32FC3, const_cast<float*>(source));
    cv::Mat scaled(height, width, CV_32FC3, target);
    cv::resize(whole(cv::Rect(cutout.left, cutout.top, cutout.width, cutout.height)), scaled, scaled.size(), 0, 0,
               cv::INTER_LINEAR);
}

}  // namespace brnpa::trainer
