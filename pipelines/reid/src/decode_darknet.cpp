#include "box_decoders.hpp"

namespace reid {

std::vector<Detection> decodeDarknet(const cv::Mat& output, const DecodeSettings& settings) {
    // OpenCV's region layer has multiplied the class scores by the objectness in column 4 already.
    constexpr int CENTER_X = 0, CENTER_Y = 1, WIDTH = 2, HEIGHT = 3, CLASSES = 5;
    const double width = settings.input.width, height = settings.input.height;
    const int rows = output.size[0], length = output.size[1];
    std::vector<Detection> detections;
    for (int i = 0; i < rows; ++i) {
        const float* row = output.ptr<float>(i);
        const float score = personScore(row + CLASSES, length - CLASSES, settings.personClass);
        if (!(score >= settings.minScore)) continue;
        addBox(detections, row[CENTER_X] * width, row[CENTER_Y] * height, row[WIDTH] * width, row[HEIGHT] * height,
               score);
    }
    return detections;
}

}  // namespace reid
