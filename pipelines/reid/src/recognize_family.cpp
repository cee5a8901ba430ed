#include "recognize_family.hpp"

namespace reid {

namespace {

constexpr int BOX = 4;             // numbers
constexpr int OBJECTNESS = 1;      // number
constexpr int YOLOV5_ANCHORS = 3;  // boxes a cell
constexpr int SSD_ROW = 7;         // numbers

const std::vector<std::vector<int>> USUAL_STRIDES = {{8, 16, 32}, {8, 16, 32, 64}};

int cells(cv::Size input, const std::vector<int>& strides) {
    int count = 0;
    for (const int stride : strides)
        count += (input.width / stride) * (input.height / stride);
    return count;
}

/// One output alone, for families other than Darknet.
std::optional<RecognizedOutput> recognizeOne(const cv::Mat& output, cv::Size input,
                                             std::optional<DetectorFamily> wanted,
                                             const std::vector<std::vector<int>>& strideSets) {
    if (output.type() != CV_32F) return std::nullopt;
    const auto mayBe = [&](DetectorFamily family) { return !wanted || *wanted == family; };
    if (output.dims == 4 && output.size[0] == 1 && output.size[1] == 1 && output.size[3] == SSD_ROW &&
        mayBe(DetectorFamily::Ssd)) {
        return RecognizedOutput{DetectorFamily::Ssd, {}, {}, 0};
    }
    if (output.dims != 3 || output.size[0] != 1) return std::nullopt;
    const int rows = output.size[1], columns = output.size[2];
    const int rowClasses = columns - BOX - OBJECTNESS, columnClasses = rows - BOX;
    for (const std::vector<int>& strides : strideSets) {
        const int count = cells(input, strides);
        if (rows == count && rowClasses > 0 && mayBe(DetectorFamily::Yolox))
            return RecognizedOutput{DetectorFamily::Yolox, strides, {}, rowClasses};
        if (rows == YOLOV5_ANCHORS * count && rowClasses > 0 && mayBe(DetectorFamily::Yolov5))
            return RecognizedOutput{DetectorFamily::Yolov5, {}, {}, rowClasses};
        if (columns == count && columnClasses > 0 && mayBe(DetectorFamily::Yolov8))
            return RecognizedOutput{DetectorFamily::Yolov8, {}, {}, columnClasses};
    }
    // The boxes are decoded already: by name, other strides and anchors will do as well. There are more boxes than
    // classes.
    if (wanted == DetectorFamily::Yolov5 && rowClasses > 0 && rows > columns)
        return RecognizedOutput{DetectorFamily::Yolov5, {}, {}, rowClasses};
    if (wanted == DetectorFamily::Yolov8 && columnClasses > 0 && columns > rows)
        return RecognizedOutput{DetectorFamily::Yolov8, {}, {}, columnClasses};
    return std::nullopt;
}

std::optional<RecognizedOutput> recognizeDarknet(const std::vector<cv::Mat>& outputs) {
    RecognizedOutput recognized{DetectorFamily::Darknet, {}, {}, 0};
    for (const cv::Mat& output : outputs) {
        const int classes = output.dims == 2 && output.type() == CV_32F ? output.size[1] - BOX - OBJECTNESS : 0;
        if (classes < 1 || (!recognized.places.empty() && classes != recognized.classes)) return std::nullopt;
        recognized.classes = classes;
        recognized.places.push_back(recognized.places.size());
    }
    if (recognized.places.empty()) return std::nullopt;
    return recognized;
}

}  // namespace

std::optional<RecognizedOutput> recognizeFamily(const std::vector<cv::Mat>& outputs, cv::Size input,
                                                std::optional<DetectorFamily> wanted, const std::vector<int>& strides) {
    if (wanted == DetectorFamily::Darknet) return recognizeDarknet(outputs);
    const auto strideSets = strides.empty() ? USUAL_STRIDES : std::vector<std::vector<int>>{strides};
    for (size_t i = 0; i < outputs.size(); ++i) {
        if (auto recognized = recognizeOne(outputs[i], input, wanted, strideSets)) {
            recognized->places = {i};
            return recognized;
        }
    }
    return std::nullopt;
}

std::string acceptedShapes(cv::Size input) {
    const int count = cells(input, USUAL_STRIDES[0]);
    return cv::format(
        "yolox (1 x %d x 5 + classes), yolov5 (1 x %d x 5 + classes), yolov8 (1 x 4 + classes x %d), ssd (1 x 1 x N x "
        "7) and the files of Darknet",
        count, YOLOV5_ANCHORS * count, count);
}

}  // namespace reid
