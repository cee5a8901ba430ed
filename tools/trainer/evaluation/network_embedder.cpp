#include "evaluation/network_embedder.hpp"

namespace brnpa::trainer {
namespace {

cv::Mat toMat(const torch::Tensor& tensor) {
    const auto dense = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
    const std::vector<int> sizes(dense.sizes().begin(), dense.sizes().end());
    return cv::Mat(sizes, CV_32F, dense.data_ptr<float>()).clone();
}

}  // namespace

NetworkEmbedder::NetworkEmbedder(ReidNetwork network, const Recipe& recipe) : network_(std::move(network)) {
    description_.name = recipe.name;
    description_.width = recipe.input.width;
    description_.height = recipe.input.height;
    description_.mean = recipe.input.mean;
    description_.std = recipe.input.std;
    description_.embeddingSize = recipe.embeddingSize();
}

Embedded NetworkEmbedder::embed(const cv::Mat& blob) {
    const torch::NoGradGuard noGrad;
    network_->eval();
    const std::vector<std::int64_t> sizes(blob.size.p, blob.size.p + blob.dims);
    const auto images = torch::from_blob(blob.data, sizes, torch::kFloat32)
                            .contiguous(torch::MemoryFormat::ChannelsLast)
                            .to(network_->neck->weight.device());
    const ReidOutput output = network_->forward(images);
    return {toMat(output.embedding), toMat(output.maps), toMat(output.norms)};
}

}  // namespace brnpa::trainer
