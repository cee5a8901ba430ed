#include "crop_blob.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "area_resize.hpp"
#include "picture_blob.hpp"

namespace reid {

namespace {

/// Pixels from..to of one axis, at least one.
struct Span {
    int from, to;
    int length() const { return to - from; }
};

Span roundedSpan(double from, double to, int limit) {
    const int first = std::clamp(cvRound(from), 0, limit - 1);
    return {first, std::clamp(cvRound(to), first + 1, limit)};
}

/// The crop at the size of the network's input. Only the part inside the frame is resized and its border repeated
/// afterwards, so that a box far bigger than the frame costs no memory.
cv::Mat crop(const cv::Mat& frame, const cv::Rect2f& box, cv::Size size) {
    const double right = static_cast<double>(box.x) + box.width, bottom = static_cast<double>(box.y) + box.height;
    const double insideLeft = std::max(0.0, static_cast<double>(box.x));
    const double insideTop = std::max(0.0, static_cast<double>(box.y));
    const double insideRight = std::min<double>(frame.cols, right), insideBottom = std::min<double>(frame.rows, bottom);
    if (!(insideRight > insideLeft && insideBottom > insideTop) || !std::isfinite(right) || !std::isfinite(bottom)) {
        CV_Error(cv::Error::StsBadArg,
                 cv::format("Embedder: the box %g x %g at (%g, %g) has no area inside the frame of %d x %d", box.width,
                            box.height, box.x, box.y, frame.cols, frame.rows));
    }
    const Span columns = roundedSpan(insideLeft, insideRight, frame.cols);
    const Span rows = roundedSpan(insideTop, insideBottom, frame.rows);
    const double scaleX = size.width / static_cast<double>(box.width);
    const double scaleY = size.height / static_cast<double>(box.height);
    const Span toColumns = roundedSpan((insideLeft - box.x) * scaleX, (insideRight - box.x) * scaleX, size.width);
    const Span toRows = roundedSpan((insideTop - box.y) * scaleY, (insideBottom - box.y) * scaleY, size.height);

    const cv::Mat inside = frame(cv::Range(rows.from, rows.to), cv::Range(columns.from, columns.to));
    const cv::Size insideSize(toColumns.length(), toRows.length());
    cv::Mat resized(insideSize, CV_8UC3), whole;
    if (insideSize.area() < inside.cols * inside.rows) {
        resizeByArea(inside, resized);
    } else {
        cv::resize(inside, resized, insideSize, 0, 0, cv::INTER_LINEAR);
    }
    if (insideSize == size) return resized;
    cv::copyMakeBorder(resized, whole, toRows.from, size.height - toRows.to, toColumns.from, size.width - toColumns.to,
                       cv::BORDER_REPLICATE);
    return whole;
}

}  // namespace

cv::Mat cropBlob(const cv::Mat& frame, const std::vector<cv::Rect2f>& boxes, const ModelFolder& folder) {
    CV_Assert(!frame.empty());
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "Embedder: a frame of B, G, R bytes is needed");
    const std::array<int, 4> shape = {static_cast<int>(boxes.size()), 3, folder.inputSize.height,
                                      folder.inputSize.width};
    cv::Mat blob(4, shape.data(), CV_32F);
    for (int n = 0; n < shape[0]; ++n) {
        writePicture(crop(frame, boxes[static_cast<size_t>(n)], folder.inputSize), folder.rgb, folder.mean, folder.std,
                     blob, n);
    }
    return blob;
}

}  // namespace reid
