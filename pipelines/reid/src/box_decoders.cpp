#include "box_decoders.hpp"

#include <cmath>

namespace reid {

float personScore(const float* scores, int classes, int personClass, int step) {
    const float score = scores[personClass * step];
    for (int i = 0; i < classes; ++i) {
        if (scores[i * step] > score) return 0;
    }
    return score;
}

void addBox(std::vector<Detection>& detections, double centerX, double centerY, double width, double height,
            float score) {
    const cv::Rect2f box(cv::Rect2d(centerX - width / 2, centerY - height / 2, width, height));
    if (!std::isfinite(box.x) || !std::isfinite(box.y) || !std::isfinite(box.area()) || box.width <= 0 ||
        box.height <= 0)
        return;
    detections.push_back({box, score});
}

}  // namespace reid
