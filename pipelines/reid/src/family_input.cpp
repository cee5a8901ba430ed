#include "family_input.hpp"

namespace reid {

namespace {

constexpr double MAX_PIXEL = 255;

}  // namespace

FrameFit fitOf(DetectorFamily family) {
    switch (family) {
        case DetectorFamily::Yolox:
            return FrameFit::TopLeft;
        case DetectorFamily::Yolov5:
        case DetectorFamily::Yolov8:
            return FrameFit::Centered;
        case DetectorFamily::Ssd:
        case DetectorFamily::Darknet:
            break;
    }
    return FrameFit::Stretched;
}

DetectorInput usualInput(DetectorFamily family, cv::Size size) {
    DetectorInput input{size, fitOf(family), /*rgb=*/true, cv::Scalar::all(0), cv::Scalar::all(MAX_PIXEL)};
    if (family == DetectorFamily::Yolox) {
        input.rgb = false;
        input.std = cv::Scalar::all(1);
    } else if (family == DetectorFamily::Ssd) {  // MobileNet-SSD: -1 to 1
        input.rgb = false;
        input.mean = input.std = cv::Scalar::all(MAX_PIXEL / 2);
    }
    return input;
}

}  // namespace reid
