#include "detection_network.hpp"

#include <array>
#include <filesystem>
#include <utility>

#include "network_failure.hpp"
#include "reid/errors.hpp"

namespace reid {

namespace {

constexpr int YOLO_STEP = 32;     // pixels; an input of YOLO or Darknet is a multiple of its coarsest cells
constexpr double MID_GREY = 0.5;  // of 0..1

std::string shapesText(const std::vector<cv::Mat>& outputs) {
    std::string text;
    for (const cv::Mat& output : outputs)
        text += (text.empty() ? "" : " and ") + shapeText(output);
    return text;
}

std::string namesText(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "\"" : " and \"") + name + "\"";
    return text;
}

void requireWholeCells(cv::Size size, DetectorFamily family, const std::string& file) {
    if (family == DetectorFamily::Ssd || (size.width % YOLO_STEP == 0 && size.height % YOLO_STEP == 0)) return;
    throw InputError(cv::format("An input of %d x %d pixels does not fit \"%s\"; multiples of %d are accepted.",
                                size.width, size.height, file.c_str(), YOLO_STEP));
}

}  // namespace

DetectionNetwork::DetectionNetwork(std::string file, const std::function<std::unique_ptr<Network>()>& read)
    : file_(std::move(file)) {
    const QuietLog quiet;
    try {
        network_ = read();
        outputs_ = network_->outputs();
    } catch (const cv::Exception& exception) {
        throw InputError("The network \"" + file_ + "\" cannot be read by OpenCV " + cv::getVersionString() + ": " +
                         reasonOf(exception) + ".");
    }
}

std::vector<cv::Mat> DetectionNetwork::forward(const cv::Mat& blob) {
    return network_->forward(blob, outputs_);
}

RecognizedOutput DetectionNetwork::recognize(cv::Size size, std::optional<DetectorFamily> wanted,
                                             const std::vector<int>& strides) {
    if (wanted) requireWholeCells(size, *wanted, file_);
    const std::array<int, 4> shape = {1, 3, size.height, size.width};
    std::vector<cv::Mat> outputs;
    try {
        const QuietLog quiet;
        outputs = forward(cv::Mat(4, shape.data(), CV_32F, cv::Scalar(MID_GREY)));
    } catch (const cv::Exception& exception) {
        throw InputError(cv::format(
            "The network \"%s\" cannot be run by OpenCV %s for the output %s on an input of %d x %d pixels: %s.",
            file_.c_str(), cv::getVersionString().c_str(), namesText(outputs_).c_str(), size.width, size.height,
            reasonOf(exception).c_str()));
    }
    if (auto recognized = recognizeFamily(outputs, size, wanted, strides)) {
        requireWholeCells(size, recognized->family, file_);
        return *recognized;
    }
    throw InputError(
        cv::format("The network \"%s\" answers an input of %d x %d pixels with %s, which is not what %s "
                   "gives; accepted are %s.",
                   file_.c_str(), size.width, size.height, shapesText(outputs).c_str(),
                   wanted ? nameOf(*wanted).c_str() : "any known detector", acceptedShapes(size).c_str()));
}

}  // namespace reid
