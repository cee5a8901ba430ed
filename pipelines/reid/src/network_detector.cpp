#include "reid/network_detector.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include "box_decoders.hpp"
#include "boxes.hpp"
#include "compat.hpp"
#include "darknet_files.hpp"
#include "detection_network.hpp"
#include "family_input.hpp"
#include "onnx_input_size.hpp"
#include "reid/errors.hpp"
#include "suppression.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

// Of a file that does not say.
constexpr double FILE_SCORE = 0.3;
constexpr double FILE_OVERLAP = 0.5;
const cv::Size FILE_INPUT(640, 640);  // pixels; what YOLO networks are mostly trained at

constexpr double NEVER_INSIDE = 2;  // a share of a box inside another that no box reaches
constexpr const char* PERSON = "person";

double checkedShare(const char* what, double value) {
    if (value >= 0 && value <= 1) return value;
    throw InputError(cv::format("A detection network has no %s of %g; 0 to 1 is accepted.", what, value));
}

std::vector<Detection> decode(DetectorFamily family, const cv::Mat& output, const DecodeSettings& settings) {
    switch (family) {
        case DetectorFamily::Yolox:
            return decodeYolox(output, settings);
        case DetectorFamily::Yolov5:
            return decodeYolov5(output, settings);
        case DetectorFamily::Yolov8:
            return decodeYolov8(output, settings);
        case DetectorFamily::Ssd:
            return decodeSsd(output, settings);
        case DetectorFamily::Darknet:
            break;
    }
    return decodeDarknet(output, settings);
}

/// Which number in the output is the person's.
/// @param names of the classes, where known. @param file for the sentences.
int personClassOf(const RecognizedOutput& output, const std::optional<int>& asked,
                  const std::vector<std::string>& names, const std::string& file) {
    const bool ssd = output.family == DetectorFamily::Ssd;
    const int first = ssd ? 1 : 0;  // SSD's label 0 is the background
    const int last = ssd ? std::numeric_limits<int>::max() : output.classes - 1;
    const auto named = std::find(names.begin(), names.end(), PERSON);
    int chosen = first;  // the only class, or that of COCO
    if (asked) {
        chosen = *asked;
    } else if (named != names.end()) {
        chosen = first + static_cast<int>(named - names.begin());
    } else if (names.size() > 1) {
        throw InputError("None of the classes of \"" + file +
                         "\" is called \"person\"; give the number of the class that is meant.");
    }
    if (chosen >= first && chosen <= last) return chosen;
    throw InputError(cv::format("The detector \"%s\" has no class %d; %s is accepted.", file.c_str(), chosen,
                                ssd ? "1 or more" : cv::format("0 to %d", last).c_str()));
}

void requireNetworkFile(const std::string& file) {
    std::error_code ignored;
    const std::string ending = fs::path(file).extension().string();
    const bool known = ending == ".onnx" || ending == ".cfg" || ending == ".weights";
    if (known && fs::is_regular_file(file, ignored)) return;
    throw InputError("The detector \"" + file + "\" " + (known ? "does not exist" : "is of no known kind") +
                     "; \"hog\", a model folder, or a file that ends in .onnx, .cfg or .weights is accepted.");
}

}  // namespace

struct NetworkDetector::Impl {
    Impl(std::string someName, DetectionNetwork someNetwork)
        : name(std::move(someName)), network(std::move(someNetwork)) {}

    static std::unique_ptr<Impl> ofOnnx(const std::string& file, const DetectorOptions& options);
    static std::unique_ptr<Impl> ofDarknet(const std::string& file, const DetectorOptions& options);
    void complete(const DetectorInput& how, const RecognizedOutput& what, int personClass);
    void setLimits(const DetectorOptions& options, double score, double overlapLimit);

    std::string name;
    DetectionNetwork network;
    DetectorInput input{};
    RecognizedOutput output{};
    DecodeSettings settings{};
    std::optional<Letterbox> letterbox;  ///< of the last frame's size
    double overlap = 0, startScore = 0;
};

void NetworkDetector::Impl::setLimits(const DetectorOptions& options, double score, double overlapLimit) {
    settings.minScore = static_cast<float>(checkedShare("score", options.score.value_or(score)));
    overlap = checkedShare("overlap", options.overlap.value_or(overlapLimit));
    startScore = std::max<double>(settings.minScore, checkedShare("start score", options.startScore));
}

void NetworkDetector::Impl::complete(const DetectorInput& how, const RecognizedOutput& what, int personClass) {
    input = how;
    output = what;
    settings.input = how.size;
    settings.strides = what.strides;
    settings.personClass = personClass;
}

std::unique_ptr<NetworkDetector::Impl> NetworkDetector::Impl::ofOnnx(const std::string& file,
                                                                     const DetectorOptions& options) {
    auto impl = std::make_unique<Impl>(fs::path(file).stem().string(),
                                       DetectionNetwork(file, [&] { return openOnnx(file, options.engine); }));
    const cv::Size size = options.inputSize ? *options.inputSize : onnxInputSize(file).value_or(FILE_INPUT);
    const RecognizedOutput output = impl->network.recognize(size, options.family, {});
    impl->complete(usualInput(output.family, size), output, personClassOf(output, options.personClass, {}, file));
    return impl;
}

std::unique_ptr<NetworkDetector::Impl> NetworkDetector::Impl::ofDarknet(const std::string& file,
                                                                        const DetectorOptions& options) {
    const DarknetFiles files = findDarknetFiles(file);
    if (options.family && *options.family != DetectorFamily::Darknet) {
        throw InputError("The detector \"" + file + "\" is of the family darknet, not " + nameOf(*options.family) +
                         ".");
    }
    auto impl = std::make_unique<Impl>(fs::path(file).stem().string(), DetectionNetwork(file, [&] {
                                           return openWithOpencv(readDarknet(files.cfg, files.weights));
                                       }));
    const cv::Size size = options.inputSize.value_or(files.inputSize);
    const RecognizedOutput output = impl->network.recognize(size, DetectorFamily::Darknet, {});
    impl->complete(usualInput(DetectorFamily::Darknet, size), output,
                   personClassOf(output, options.personClass, files.classes, file));
    return impl;
}

NetworkDetector::NetworkDetector(const DetectorFolder& folder, const DetectorOptions& options)
    : impl_(std::make_unique<Impl>(
          folder.name, DetectionNetwork(folder.onnxPath, [&] { return openOnnx(folder.onnxPath, options.engine); }))) {
    if (options.family || options.personClass) {
        throw InputError("The model folder \"" + folder.directory +
                         "\" says its family and its classes itself; they can be given for a network file only.");
    }
    const cv::Size size = options.inputSize.value_or(folder.inputSize);
    impl_->network.chooseOutput(folder.output);
    const RecognizedOutput output = impl_->network.recognize(size, folder.family, folder.strides);
    const int classes = static_cast<int>(folder.classes.size());
    if (folder.family != DetectorFamily::Ssd && classes != output.classes) {
        throw InputError(cv::format("The output \"%s\" of \"%s\" has %d classes, but model.json promises %d.",
                                    folder.output.c_str(), folder.onnxPath.c_str(), output.classes, classes));
    }
    impl_->complete({size, fitOf(folder.family), folder.rgb, folder.mean, folder.std, /*averaged=*/true}, output,
                    personClassOf(output, {}, folder.classes, folder.onnxPath));
    impl_->setLimits(options, folder.score, folder.overlap);
}

NetworkDetector::NetworkDetector(const std::string& file, const DetectorOptions& options) {
    requireNetworkFile(file);
    const bool onnx = fs::path(file).extension() == ".onnx";
    impl_ = onnx ? Impl::ofOnnx(file, options) : Impl::ofDarknet(file, options);
    impl_->setLimits(options, FILE_SCORE, FILE_OVERLAP);
}

NetworkDetector::~NetworkDetector() = default;

std::vector<Detection> NetworkDetector::detect(const cv::Mat& frame) {
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "NetworkDetector: a frame of B, G, R bytes is needed");
    std::optional<Letterbox>& letterbox = impl_->letterbox;
    if (!letterbox || letterbox->frameSize() != frame.size()) letterbox.emplace(frame.size(), impl_->input);
    const std::vector<cv::Mat> outputs = impl_->network.forward(letterbox->blob(frame));
    std::vector<Detection> detections;
    for (const size_t place : impl_->output.places) {
        for (Detection detection : decode(impl_->output.family, outputs[place], impl_->settings)) {
            detection.box = letterbox->toFrame(detection.box);
            if (!cutAtFrame(detection.box, frame.size()).empty()) detections.push_back(detection);
        }
    }
    return suppressDuplicates(std::move(detections), impl_->overlap, NEVER_INSIDE);
}

std::string NetworkDetector::name() const {
    return impl_->name;
}

double NetworkDetector::startConfidence() const {
    return impl_->startScore;
}

DetectorFamily NetworkDetector::family() const {
    return impl_->output.family;
}

cv::Size NetworkDetector::inputSize() const {
    return impl_->input.size;
}

}  // namespace reid
