#include "codecs.hpp"

#include <opencv2/imgcodecs.hpp>

namespace {

std::vector<uchar> encode(const cv::Mat& picture, const std::string& ending) {
    std::vector<uchar> file;
    cv::imencode(ending, picture, file);
    return file;
}

}  // namespace

const reid::Codecs* brnpa_codecs() {
    static const reid::Codecs codecs = {
        [](const std::vector<uchar>& file) { return cv::imdecode(file, cv::IMREAD_COLOR); },
        [](const std::string& path) { return cv::imread(path, cv::IMREAD_COLOR); },
        encode,
        [](const std::string& path) { return cv::haveImageReader(path); },
        [](const std::string& path) { return cv::haveImageWriter(path); },
    };
    return &codecs;
}
