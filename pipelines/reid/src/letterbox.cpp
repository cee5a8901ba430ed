#include "letterbox.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "area_resize.hpp"
#include "picture_blob.hpp"

namespace reid {

namespace {

const cv::Scalar GREY = cv::Scalar::all(114);  // YOLOX and Ultralytics fill with it

cv::Rect placeOf(cv::Size frame, cv::Size input, FrameFit fit) {
    CV_CheckGT(frame.area(), 0, "Letterbox: a frame with an area is needed");
    CV_CheckGT(input.area(), 0, "Letterbox: an input with an area is needed");
    if (fit == FrameFit::Stretched) return {cv::Point(), input};
    const double scale =
        std::min(static_cast<double>(input.width) / frame.width, static_cast<double>(input.height) / frame.height);
    const cv::Size size(std::clamp(cvRound(frame.width * scale), 1, input.width),
                        std::clamp(cvRound(frame.height * scale), 1, input.height));
    if (fit == FrameFit::TopLeft) return {cv::Point(), size};
    // Of an odd rest the smaller half comes first, as in Ultralytics' code.
    return {cv::Point((input.width - size.width) / 2, (input.height - size.height) / 2), size};
}

}  // namespace

Letterbox::Letterbox(cv::Size frame, const DetectorInput& input)
    : frame_(frame),
      input_(input),
      placed_(placeOf(frame, input.size, input.fit)),
      picture_(input.size, CV_8UC3, GREY),
      blob_(std::vector<int>{1, 3, input.size.height, input.size.width}, CV_32F) {}

const cv::Mat& Letterbox::blob(const cv::Mat& frame) {
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "Letterbox: a frame of B, G, R bytes is needed");
    CV_Assert(frame.size() == frame_);
    cv::Mat inside = picture_(placed_);
    if (input_.averaged && placed_.width < frame.cols) {
        resizeByArea(frame, inside);
    } else {
        cv::resize(frame, inside, placed_.size(), 0, 0, cv::INTER_LINEAR);
    }
    writePicture(picture_, input_.rgb, input_.mean, input_.std, blob_, 0);
    return blob_;
}

cv::Rect2f Letterbox::toFrame(const cv::Rect2f& box) const {
    // The scale of the whole pixels that were filled, per axis, not the one that rounding started from.
    const double scaleX = static_cast<double>(frame_.width) / placed_.width;
    const double scaleY = static_cast<double>(frame_.height) / placed_.height;
    return cv::Rect2d((box.x - placed_.x) * scaleX, (box.y - placed_.y) * scaleY, box.width * scaleX,
                      box.height * scaleY);
}

}  // namespace reid
