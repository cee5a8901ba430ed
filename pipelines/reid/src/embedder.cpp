#include "reid/embedder.hpp"

#include <algorithm>
#include <array>
#include <opencv2/brnpa/layer.hpp>

#include "crop_blob.hpp"
#include "network/network.hpp"
#include "network_failure.hpp"
#include "reid/errors.hpp"
#include "unit_length.hpp"

namespace reid {

namespace {

bool hasShape(const cv::Mat& array, const std::vector<int>& shape) {
    if (array.dims != static_cast<int>(shape.size()) || array.type() != CV_32F) return false;
    for (int i = 0; i < array.dims; ++i) {
        if (array.size[i] != shape[static_cast<size_t>(i)]) return false;
    }
    return true;
}

}  // namespace

struct Embedder::Impl {
    Impl(const ModelFolder& modelFolder, int maxBatch) : folder(modelFolder), batch(maxBatch) {}

    struct Outputs {
        cv::Mat embedding, maps, norms;
    };
    Outputs forward(const cv::Mat& blob);
    void check(const Outputs& outputs, int count) const;
    Appearance appearance(const Outputs& outputs, int index) const;

    ModelFolder folder;
    int batch;
    std::unique_ptr<Network> network;
};

Embedder::Impl::Outputs Embedder::Impl::forward(const cv::Mat& blob) {
    const std::vector<cv::Mat> arrays =
        network->forward(blob, {folder.embeddingOutput, folder.mapsOutput, folder.normsOutput});
    return {arrays.at(0), arrays.at(1), arrays.at(2)};
}

void Embedder::Impl::check(const Outputs& outputs, int count) const {
    const auto refuse = [this](const std::string& output, const cv::Mat& got, const std::string& wanted) {
        throw InputError("The output \"" + output + "\" of \"" + folder.onnxPath + "\" has the shape " +
                         shapeText(got) + ", but model.json promises " + wanted + ".");
    };
    if (outputs.embedding.type() != CV_32F || outputs.embedding.dims < 1 || outputs.embedding.size[0] != count ||
        outputs.embedding.total() != static_cast<size_t>(count) * static_cast<size_t>(folder.embeddingSize)) {
        refuse(folder.embeddingOutput, outputs.embedding, cv::format("%d x %d", count, folder.embeddingSize));
    }
    const int height = folder.mapSize.height, width = folder.mapSize.width;
    if (!hasShape(outputs.maps, {count, folder.parts, height, width})) {
        refuse(folder.mapsOutput, outputs.maps, cv::format("%d x %d x %d x %d", count, folder.parts, height, width));
    }
    if (!hasShape(outputs.norms, {count, 1, height, width})) {
        refuse(folder.normsOutput, outputs.norms, cv::format("%d x 1 x %d x %d", count, height, width));
    }
}

Appearance Embedder::Impl::appearance(const Outputs& outputs, int index) const {
    Appearance result;
    const float* first = outputs.embedding.ptr<float>(index);
    result.embedding.assign(first, first + folder.embeddingSize);
    if (folder.metric == Metric::Cosine) scaleToUnitLength(result.embedding);
    // Copies: the network's output buffers are reused by its next pass.
    const std::array<int, 3> shape = {folder.parts, folder.mapSize.height, folder.mapSize.width};
    result.maps = cv::Mat(3, shape.data(), CV_32F, const_cast<float*>(outputs.maps.ptr<float>(index))).clone();
    result.norms = cv::Mat(folder.mapSize, CV_32F, const_cast<float*>(outputs.norms.ptr<float>(index))).clone();
    return result;
}

Embedder::Embedder(const ModelFolder& folder, int batch, NetworkEngine engine)
    : impl_(std::make_unique<Impl>(folder, batch)) {
    CV_CheckGE(batch, 1, "Embedder: batch must be 1 or more");
    cv::brnpa::registerLayers();
    const QuietLog quiet;
    try {
        impl_->network = openOnnx(folder.onnxPath, engine);
        // Two pictures, unless one is all there will ever be, also show a batch size that is baked into the file.
        const int count = std::min(batch, 2);
        const cv::Mat gray(folder.inputSize, CV_8UC3, cv::Scalar::all(127));
        const std::vector<cv::Rect2f> boxes(
            static_cast<size_t>(count), cv::Rect2f(0, 0, static_cast<float>(gray.cols), static_cast<float>(gray.rows)));
        impl_->check(impl_->forward(cropBlob(gray, boxes, folder)), count);
    } catch (const cv::Exception& exception) {
        throw InputError("The network \"" + folder.onnxPath + "\" cannot be run by OpenCV " + cv::getVersionString() +
                         ": " + reasonOf(exception) + ".");
    }
}

Embedder::~Embedder() = default;

const ModelFolder& Embedder::folder() const {
    return impl_->folder;
}

std::vector<Appearance> Embedder::embed(const cv::Mat& frame, const std::vector<cv::Rect2f>& boxes) {
    std::vector<Appearance> appearances;
    appearances.reserve(boxes.size());
    if (boxes.empty()) return appearances;
    // Chunks of nearly equal size: a last pass over one or two crops would use the processor badly.
    const size_t passes = (boxes.size() + static_cast<size_t>(impl_->batch) - 1) / static_cast<size_t>(impl_->batch);
    const auto boundary = [&](size_t pass) {
        return boxes.begin() + static_cast<std::ptrdiff_t>(boxes.size() * pass / passes);
    };
    for (size_t pass = 0; pass < passes; ++pass) {
        const std::vector<cv::Rect2f> part(boundary(pass), boundary(pass + 1));
        const Impl::Outputs outputs = impl_->forward(cropBlob(frame, part, impl_->folder));
        for (int i = 0; i < static_cast<int>(part.size()); ++i)
            appearances.push_back(impl_->appearance(outputs, i));
    }
    return appearances;
}

}  // namespace reid
