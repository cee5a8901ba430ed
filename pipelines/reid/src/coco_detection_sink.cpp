#include "coco_array.hpp"
#include "exact_number.hpp"
#include "reid/detection_sink.hpp"

namespace reid {

namespace {

class CocoDetectionSink : public DetectionSink {
  public:
    explicit CocoDetectionSink(const std::string& path) : results_(path) {}

    void write(const FrameDetections& frame) override {
        ++image_;
        for (const Detection& detection : frame.detections) {
            const cv::Rect2f& box = detection.box;
            results_.add(
                {{"image_id", image_},
                 {"category_id", COCO_PERSON},
                 {"bbox", {exactNumber(box.x), exactNumber(box.y), exactNumber(box.width), exactNumber(box.height)}},
                 {"score", exactNumber(detection.confidence)}});
        }
    }

    void finish() override { results_.finish(); }
    const std::string& partialPath() const override { return results_.partialPath(); }

  private:
    CocoArray results_;
    int64_t image_ = 0;
};

}  // namespace

std::unique_ptr<DetectionSink> makeCocoDetectionSink(const std::string& path) {
    return std::make_unique<CocoDetectionSink>(path);
}

}  // namespace reid
