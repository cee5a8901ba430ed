#include "box_decoders.hpp"

namespace reid {

std::vector<Detection> decodeYolov5(const cv::Mat& output, const DecodeSettings& settings) {
    constexpr int CENTER_X = 0, CENTER_Y = 1, WIDTH = 2, HEIGHT = 3, OBJECTNESS = 4, CLASSES = 5;
    const int rows = output.size[1], length = output.size[2];
    const float* row = output.ptr<float>();
    std::vector<Detection> detections;
    for (int i = 0; i < rows; ++i, row += length) {
        const float score = row[OBJECTNESS] * personScore(row + CLASSES, length - CLASSES, settings.personClass);
        if (!(score >= settings.minScore)) continue;
        addBox(detections, row[CENTER_X], row[CENTER_Y], row[WIDTH], row[HEIGHT], score);
    }
    return detections;
}

}  // namespace reid
