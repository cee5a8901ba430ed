#include "evaluation/model_folder_embedder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/brnpa/layer.hpp>

#include "common/errors.hpp"
#include "common/quiet_opencv.hpp"

namespace brnpa::trainer {
namespace {

std::string sizeText(const std::vector<int>& sizes) {
    return fmt::format("{}", fmt::join(sizes, " x "));
}

//! A copy: the network's buffers are used again by its next run.
cv::Mat checked(const cv::Mat& output, const std::string& name, const std::vector<int>& sizes,
                const std::string& folder) {
    const std::vector<int> got(output.size.p, output.size.p + output.dims);
    if (got != sizes || output.type() != CV_32F)
        throw InputError(fmt::format("the output {} of {}/model.onnx has the size {}, but model.json promises {}", name,
                                     folder, sizeText(got), sizeText(sizes)));
    return output.clone();
}

}  // namespace

ModelFolderEmbedder::ModelFolderEmbedder(const std::string& folder)
    : folder_(folder), description_(readModelFolder(folder)) {
    cv::brnpa::registerLayers();
    const QuietOpencv quiet;
    try {
        net_ = cv::dnn::readNetFromONNX(description_.onnx.data(), description_.onnx.size());
    } catch (const cv::Exception& exception) {
        throw InputError(
            fmt::format("cv::dnn of OpenCV {} cannot read {}/model.onnx: {}", CV_VERSION, folder, reasonOf(exception)));
    }
    description_.onnx.clear();
}

Embedded ModelFolderEmbedder::embed(const cv::Mat& blob) {
    const QuietOpencv quiet;
    std::vector<cv::Mat> outputs;
    try {
        net_.setInput(blob);
        net_.forward(outputs, std::vector<cv::String>{description_.embeddingOutput, description_.mapsOutput,
                                                      description_.normsOutput});
    } catch (const cv::Exception& exception) {
        throw InputError(
            fmt::format("cv::dnn of OpenCV {} cannot run {}/model.onnx: {}", CV_VERSION, folder_, reasonOf(exception)));
    }
    const int count = blob.size[0], height = description_.mapHeight, width = description_.mapWidth;
    return {checked(outputs.at(0), description_.embeddingOutput, {count, description_.model.embeddingSize}, folder_),
            checked(outputs.at(1), description_.mapsOutput, {count, description_.parts, height, width}, folder_),
            checked(outputs.at(2), description_.normsOutput, {count, 1, height, width}, folder_)};
}

}  // namespace brnpa::trainer
