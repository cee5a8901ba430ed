#include "export/opencv_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <opencv2/brnpa/layer.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include "common/errors.hpp"
#include "export/onnx_export.hpp"

namespace brnpa::trainer {
namespace {

constexpr int timedRuns = 15, timedBatch = 8;

//! Keeps OpenCV from printing what the exceptions say as well.
class QuietOpencv {
  public:
    QuietOpencv() : level_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
    ~QuietOpencv() { cv::utils::logging::setLogLevel(level_); }
    QuietOpencv(const QuietOpencv&) = delete;
    QuietOpencv& operator=(const QuietOpencv&) = delete;

  private:
    cv::utils::logging::LogLevel level_;
};

class SingleThread {
  public:
    SingleThread() : threads_(cv::getNumThreads()) { cv::setNumThreads(1); }
    ~SingleThread() { cv::setNumThreads(threads_); }
    SingleThread(const SingleThread&) = delete;
    SingleThread& operator=(const SingleThread&) = delete;

  private:
    int threads_;
};

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

    //! Processor time, not time on the clock: other programs may be running.
    double medianSeconds(const torch::Tensor& images) {
        std::vector<double> seconds;
        for (int i = 0; i < timedRuns; ++i) {
            const std::clock_t start = std::clock();
            run(images);
            seconds.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
        }
        std::nth_element(seconds.begin(), seconds.begin() + timedRuns / 2, seconds.end());
        return seconds[timedRuns / 2];
    }

  private:
    cv::dnn::Net net_;
};

double largest(const torch::Tensor& tensor) {
    return tensor.abs().max().item<double>();
}

double difference(const torch::Tensor& got, const torch::Tensor& expected, const char* what, double scale) {
    if (got.sizes() != expected.sizes())
        throw InputError(fmt::format("the exported model's {} has {} numbers in another shape than LibTorch's {}", what,
                                     got.numel(), expected.numel()));
    const double error = largest(got - expected) / scale;
    // Written so that a NaN is refused as well.
    if (!(error <= exportTolerance))
        throw InputError(fmt::format("the exported model's {} differs from LibTorch's by {:.3g}, allowed is {:.0e}",
                                     what, error, exportTolerance));
    return error;
}

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
        const auto embedding = expected.embedding.narrow(0, first, count);
        const auto norms = expected.norms.narrow(0, first, count);
        const auto worse = [](double& worst, double error) { worst = std::max(worst, error); };
        worse(check.embeddingError,
              difference(got.embedding, embedding, embeddingName, std::max(1.0, largest(embedding))));
        worse(check.mapsError, difference(got.maps, expected.maps.narrow(0, first, count), mapsName, 1));
        worse(check.normsError, difference(got.norms, norms, normsName, std::max(1.0, largest(norms))));
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
