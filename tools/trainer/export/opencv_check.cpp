#include "export/opencv_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/brnpa/layer.hpp>
#include <opencv2/dnn.hpp>

#include "common/errors.hpp"
#include "common/quiet_opencv.hpp"
#include "common/single_thread.hpp"
#include "export/onnx_export.hpp"
#include "export/output_difference.hpp"
#include "export/processor_time.hpp"

namespace brnpa::trainer {
namespace {

constexpr int timedBatch = 8;

struct Outputs {
    torch::Tensor embedding, maps, norms;
};

torch::Tensor toTensor(const cv::Mat& mat) {
    const std::vector<std::int64_t> sizes(mat.size.p, mat.size.p + mat.dims);
    const cv::Mat dense = mat.isContinuous() ? mat : mat.clone();
    return torch::from_blob(dense.data, sizes, torch::kFloat32).clone();
}

class OpencvNetwork {
  public:
    explicit OpencvNetwork(const std::string& onnx) {
        cv::brnpa::registerLayers();
        try {
            net_ = cv::dnn::readNetFromONNX(onnx.data(), onnx.size());
        } catch (const cv::Exception& error) {
            throw InputError(
                fmt::format("cv::dnn of OpenCV {} cannot read the exported model: {}", CV_VERSION, error.err));
        }
    }

    Outputs run(const torch::Tensor& images) {
        auto dense = images.contiguous();
        const std::vector<int> sizes(dense.sizes().begin(), dense.sizes().end());
        const cv::Mat blob(sizes, CV_32F, dense.data_ptr<float>());
        std::vector<cv::Mat> results;
        try {
            net_.setInput(blob, inputName);
            net_.forward(results, std::vector<cv::String>{embeddingName, mapsName, normsName});
        } catch (const cv::Exception& error) {
            throw InputError(fmt::format("cv::dnn of OpenCV {} cannot run the exported model on {} pictures: {}",
                                         CV_VERSION, images.size(0), error.err));
        }
        return {toTensor(results.at(0)), toTensor(results.at(1)), toTensor(results.at(2))};
    }

    double medianSeconds(const torch::Tensor& images) {
        return medianProcessorTime([&] { run(images); });
    }

  private:
    cv::dnn::Net net_;
};

}  // namespace

OpencvCheck checkInOpencv(const std::string& onnx, ReidNetwork& network, const torch::Tensor& images) {
    const torch::NoGradGuard noGrad;
    network->eval();
    const ReidOutput expected = network->forward(images);
    const QuietOpencv quiet;
    OpencvNetwork opencv(onnx);
    OpencvCheck check;
    check.opencvVersion = CV_VERSION;
    const auto compare = [&](const Outputs& got, std::int64_t first, std::int64_t count) {
        const auto worse = [&](double& worst, const torch::Tensor& output, const torch::Tensor& reference,
                               const char* name) {
            worst = std::max(worst, outputDifference(output, reference.narrow(0, first, count), name));
        };
        worse(check.embeddingError, got.embedding, expected.embedding, embeddingName);
        worse(check.mapsError, got.maps, expected.maps, mapsName);
        worse(check.normsError, got.norms, expected.norms, normsName);
    };
    compare(opencv.run(images), 0, images.size(0));
    for (std::int64_t i = 0; i < images.size(0); ++i)
        compare(opencv.run(images.narrow(0, i, 1)), i, 1);

    const SingleThread oneThread;
    check.millisecondsAlone = 1e3 * opencv.medianSeconds(images.narrow(0, 0, 1));
    const auto batch = images.narrow(0, 0, 1).expand({timedBatch, -1, -1, -1}).contiguous();
    check.picturesPerSecond = timedBatch / opencv.medianSeconds(batch);
    return check;
}

}  // namespace brnpa::trainer
