#include "network/network.hpp"

#include "reid/errors.hpp"

namespace reid {

namespace {

class OpencvNetwork : public Network {
  public:
    explicit OpencvNetwork(cv::dnn::Net net) : net_(std::move(net)) {}

    std::vector<std::string> outputs() const override {
        const auto names = net_.getUnconnectedOutLayersNames();
        return {names.begin(), names.end()};
    }

    std::vector<cv::Mat> forward(const cv::Mat& blob, const std::vector<std::string>& outputs) override {
        net_.setInput(blob);
        std::vector<cv::Mat> arrays;
        net_.forward(arrays, std::vector<cv::String>(outputs.begin(), outputs.end()));
        return arrays;
    }

  private:
    cv::dnn::Net net_;
};

#ifdef BRNPA_WITH_ONEDNN
/// Runs on oneDNN until that meets what it cannot do; from then on cv::dnn, unless nothing but oneDNN is wanted.
class OnednnFirst : public Network {
  public:
    OnednnFirst(const std::string& path, NetworkEngine engine)
        : path_(path), engine_(engine), network_(openWithOnednn(path, engine == NetworkEngine::OneDnnBfloat16)) {}

    std::vector<std::string> outputs() const override { return network_->outputs(); }

    std::vector<cv::Mat> forward(const cv::Mat& blob, const std::vector<std::string>& outputs) override {
        try {
            return network_->forward(blob, outputs);
        } catch (const UnsupportedNetwork& reason) {
            if (engine_ != NetworkEngine::Automatic)
                throw InputError("The network \"" + path_ + "\" cannot be run by oneDNN: " + reason.what() +
                                 "; leave the engine to \"auto\" or take \"opencv\".");
        }
        network_ = openWithOpencv(cv::dnn::readNetFromONNX(path_));
        return network_->forward(blob, outputs);
    }

  private:
    std::string path_;
    NetworkEngine engine_;
    std::unique_ptr<Network> network_;
};
#endif

}  // namespace

std::unique_ptr<Network> openWithOpencv(const cv::dnn::Net& net) {
    return std::make_unique<OpencvNetwork>(net);
}

std::unique_ptr<Network> openOnnx(const std::string& path, NetworkEngine engine) {
#ifdef BRNPA_WITH_ONEDNN
    if (engine != NetworkEngine::OpenCv) {
        try {
            return std::make_unique<OnednnFirst>(path, engine);
        } catch (const InputError&) {
            if (engine != NetworkEngine::Automatic) throw;
            // OpenCV reads it as well, or says what is wrong with it.
        }
    }
#else
    (void)engine;
#endif
    return openWithOpencv(cv::dnn::readNetFromONNX(path));
}

#ifndef BRNPA_WITH_ONEDNN
void computeOnThisThreadAlone() {}
#endif

NetworkEngine engineNamed(const std::string& name) {
    if (name == "auto") return NetworkEngine::Automatic;
    if (name == "opencv") return NetworkEngine::OpenCv;
    if (name != "onednn" && name != "onednn-bf16")
        throw InputError("There is no engine \"" + name +
                         "\"; \"auto\", \"opencv\", \"onednn\" and \"onednn-bf16\" are accepted.");
#ifdef BRNPA_WITH_ONEDNN
    if (name == "onednn") return NetworkEngine::OneDnn;
    if (computesInBfloat16()) return NetworkEngine::OneDnnBfloat16;
    throw InputError("This processor has no instructions for bfloat16; take the engine \"onednn\".");
#else
    throw InputError(
        "oneDNN is not built in; install its development package (libdnnl-dev on Debian) and build again, "
        "or take the engine \"opencv\".");
#endif
}

}  // namespace reid
