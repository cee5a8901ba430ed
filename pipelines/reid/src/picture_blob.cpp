#include "picture_blob.hpp"

#include <array>

namespace reid {

void writePicture(const cv::Mat& picture, bool rgb, const cv::Scalar& mean, const cv::Scalar& std, cv::Mat& blob,
                  int index) {
    std::array<cv::Mat, 3> planes;
    cv::split(picture, planes.data());
    for (int channel = 0; channel < 3; ++channel) {
        cv::Mat target(picture.size(), CV_32F, blob.ptr<float>(index, channel));
        const cv::Mat& source = planes[static_cast<size_t>(rgb ? 2 - channel : channel)];
        source.convertTo(target, CV_32F, 1 / std[channel], -mean[channel] / std[channel]);
    }
}

}  // namespace reid
