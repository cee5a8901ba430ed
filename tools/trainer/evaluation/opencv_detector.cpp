#include "evaluation/opencv_detector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/errors.hpp"
#include "common/quiet_opencv.hpp"
#include "evaluation/model_fields.hpp"
#include "losses/sim_ota.hpp"

namespace brnpa::trainer {
namespace {

constexpr int largestSide = 4096;  // of an input: more is a mistake
constexpr int columns = 6;

}  // namespace

OpencvDetector::OpencvDetector(const std::string& onnx, DetectorDescription description, std::string what)
    : description_(std::move(description)), what_(std::move(what)) {
    const QuietOpencv quiet;
    try {
        net_ = cv::dnn::readNetFromONNX(onnx.data(), onnx.size());
    } catch (const cv::Exception& exception) {
        throw InputError(
            fmt::format("cv::dnn of OpenCV {} cannot read {}: {}", CV_VERSION, what_, reasonOf(exception)));
    }
}

cv::Mat OpencvDetector::run(const cv::Mat& blob) {
    const QuietOpencv quiet;
    cv::Mat output;
    try {
        net_.setInput(blob);
        output = net_.forward(detectionsName);
    } catch (const cv::Exception& exception) {
        throw InputError(fmt::format("cv::dnn of OpenCV {} cannot run {}: {}", CV_VERSION, what_, reasonOf(exception)));
    }
    const std::vector<int> sizes(output.size.p, output.size.p + output.dims);
    const auto cells = static_cast<int>(gridCells({blob.size[3], blob.size[2]}, description_.strides).size());
    if (sizes != std::vector<int>{1, cells, columns} || output.type() != CV_32F)
        throw InputError(fmt::format("the output {} of {} has the size {}, not 1 x {} x {}", detectionsName, what_,
                                     fmt::join(sizes, " x "), cells, columns));
    // A copy: the network's buffers are used again by its next run.
    return output.reshape(1, cells).clone();
}

OpencvDetector openDetectorFolder(const std::string& folder) {
    const ModelFields fields(folder);
    fields.oneOf("task", "detect", "detect");
    DetectorDescription description;
    description.name = fields.text("name");
    description.input = {fields.integer("input.width", 32, largestSide),
                         fields.integer("input.height", 32, largestSide)};
    description.rgb = fields.oneOf("input.channels", "RGB", "BGR") == "RGB";
    description.mean = fields.mean();
    description.std = fields.std();
    fields.oneOf("detection.family", "yolox", "yolox");
    fields.oneOf("detection.output", detectionsName, detectionsName);
    description.strides = fields.integers("detection.strides");
    description.score = fields.number("detection.score", 0, 1);
    description.overlap = fields.number("detection.overlap", 0, 1);
    return {fields.onnx(), description, folder + "/model.onnx"};
}

std::string modelFolderTask(const std::string& folder) {
    return ModelFields(folder).oneOf("task", "reid", "detect");
}

}  // namespace brnpa::trainer
