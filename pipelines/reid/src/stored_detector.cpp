#include <utility>

#include "boxes.hpp"
#include "reid/errors.hpp"
#include "reid/stored_detections.hpp"

namespace reid {

StoredDetector::StoredDetector(StoredDetections stored, int every) : stored_(std::move(stored)), every_(every) {
    CV_CheckGE(every, 1, "StoredDetector: every must be 1 or more");
    const int64_t step = stored_.step();
    // Where frames without people have no entry, the step says when somebody was seen, and any rhythm is possible.
    if (!stored_.namesEmptyFrames || every % step == 0) return;
    throw InputError("The detections in \"" + stored_.path + "\" are those of every " + std::to_string(step) +
                     " frames, not of every " + std::to_string(every) + "; a multiple of " + std::to_string(step) +
                     " is accepted.");
}

std::vector<Detection> StoredDetector::detect(const cv::Mat& frame) {
    const int64_t index = next_;
    next_ += every_;
    const auto refuse = [&](const std::string& why) {
        throw InputError("The detections in \"" + stored_.path + "\" do not fit the video: " + why + ".");
    };
    if (stored_.frameSize && *stored_.frameSize != frame.size()) {
        refuse(cv::format("they are of frames of %d x %d pixels, and its frames have %d x %d", stored_.frameSize->width,
                          stored_.frameSize->height, frame.cols, frame.rows));
    }
    const auto found = stored_.frames.find(index);
    if (found == stored_.frames.end()) {
        if (stored_.namesEmptyFrames) {
            refuse("they end with frame " + std::to_string(stored_.lastFrame()) + " and do not tell about frame " +
                   std::to_string(index));
        }
        return {};
    }
    for (const Detection& detection : found->second) {
        if (!cutAtFrame(detection.box, frame.size()).empty()) continue;
        refuse(cv::format("a box at (%g, %g) in frame %lld is outside its frames of %d x %d pixels", detection.box.x,
                          detection.box.y, static_cast<long long>(index), frame.cols, frame.rows));
    }
    return found->second;
}

}  // namespace reid
