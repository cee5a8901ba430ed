#include "box_decoders.hpp"

namespace reid {

std::vector<Detection> decodeYolov8(const cv::Mat& output, const DecodeSettings& settings) {
    constexpr int CENTER_X = 0, CENTER_Y = 1, WIDTH = 2, HEIGHT = 3, CLASSES = 4;
    const int length = output.size[1], columns = output.size[2];
    std::vector<Detection> detections;
    for (int i = 0; i < columns; ++i) {
        const float* column = output.ptr<float>() + i;
        const auto at = [&](int row) { return column[row * columns]; };
        const float score = personScore(column + CLASSES * columns, length - CLASSES, settings.personClass, columns);
        if (!(score >= settings.minScore)) continue;
        addBox(detections, at(CENTER_X), at(CENTER_Y), at(WIDTH), at(HEIGHT), score);
    }
    return detections;
}

}  // namespace reid
