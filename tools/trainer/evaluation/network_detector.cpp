#include "evaluation/network_detector.hpp"

namespace brnpa::trainer {

using torch::indexing::Slice;

DetectorDescription describeDetector(const DetectionRecipe& recipe) {
    DetectorDescription description;
    description.name = recipe.name;
    description.input = {recipe.input.width, recipe.input.height};
    description.mean = recipe.input.mean;
    description.std = recipe.input.std;
    description.strides = detectionStrides;
    description.score = recipe.detection.score;
    description.overlap = recipe.detection.overlap;
    return description;
}

torch::Tensor detectionsOf(const torch::Tensor& output) {
    return torch::cat(
        {output.index({Slice(), Slice(), Slice(0, 4)}), output.index({Slice(), Slice(), Slice(4)}).sigmoid()}, 2);
}

cv::Mat NetworkDetector::run(const cv::Mat& blob) {
    const torch::NoGradGuard noGrad;
    network_->eval();
    const std::vector<std::int64_t> sizes(blob.size.p, blob.size.p + blob.dims);
    const auto images = torch::from_blob(blob.data, sizes, torch::kFloat32)
                            .contiguous(torch::MemoryFormat::ChannelsLast)
                            .to(network_->parameters().front().device());
    const auto rows = detectionsOf(network_->forward(images)).squeeze(0).to(torch::kCPU).contiguous();
    return cv::Mat(static_cast<int>(rows.size(0)), static_cast<int>(rows.size(1)), CV_32F, rows.data_ptr<float>())
        .clone();
}

}  // namespace brnpa::trainer
