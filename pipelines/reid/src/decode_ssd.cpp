#include "box_decoders.hpp"

namespace reid {

std::vector<Detection> decodeSsd(const cv::Mat& output, const DecodeSettings& settings) {
    constexpr int PICTURE = 0, LABEL = 1, SCORE = 2, LEFT = 3, TOP = 4, RIGHT = 5, BOTTOM = 6, LENGTH = 7;
    const float* row = output.ptr<float>();
    std::vector<Detection> detections;
    for (int i = 0; i < output.size[2]; ++i, row += LENGTH) {
        if (row[PICTURE] < 0) break;  // OpenVINO ends a list that is not full with -1
        if (cvRound(row[LABEL]) != settings.personClass || !(row[SCORE] >= settings.minScore)) continue;
        const double width = settings.input.width, height = settings.input.height;
        addBox(detections, (row[LEFT] + row[RIGHT]) / 2 * width, (row[TOP] + row[BOTTOM]) / 2 * height,
               (row[RIGHT] - row[LEFT]) * width, (row[BOTTOM] - row[TOP]) * height, row[SCORE]);
    }
    return detections;
}

}  // namespace reid
