#include <cmath>

#include "box_decoders.hpp"

namespace reid {

std::vector<Detection> decodeYolox(const cv::Mat& output, const DecodeSettings& settings) {
    constexpr int CENTER_X = 0, CENTER_Y = 1, LOG_WIDTH = 2, LOG_HEIGHT = 3, OBJECTNESS = 4, CLASSES = 5;
    const int length = output.size[2];
    const float* row = output.ptr<float>();
    std::vector<Detection> detections;
    for (const int stride : settings.strides) {
        for (int y = 0; y < settings.input.height / stride; ++y) {
            for (int x = 0; x < settings.input.width / stride; ++x, row += length) {
                const float score =
                    row[OBJECTNESS] * personScore(row + CLASSES, length - CLASSES, settings.personClass);
                if (!(score >= settings.minScore)) continue;
                addBox(detections, (row[CENTER_X] + x) * stride, (row[CENTER_Y] + y) * stride,
                       std::exp(row[LOG_WIDTH]) * stride, std::exp(row[LOG_HEIGHT]) * stride, score);
            }
        }
    }
    return detections;
}

}  // namespace reid
