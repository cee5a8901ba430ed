#include <nlohmann/json.hpp>

#include "exact_number.hpp"
#include "reid/atomic_file.hpp"
#include "reid/detection_sink.hpp"

namespace reid {

namespace {

constexpr int PERSON_CATEGORY = 1;  // in COCO's own annotations

class CocoDetectionSink : public DetectionSink {
  public:
    explicit CocoDetectionSink(const std::string& path) : file_(path) { file_.stream() << "["; }

    void write(const FrameDetections& frame) override {
        ++image_;
        for (const Detection& detection : frame.detections) {
            const cv::Rect2f& box = detection.box;
            const nlohmann::ordered_json entry = {
                {"image_id", image_},
                {"category_id", PERSON_CATEGORY},
                {"bbox", {exactNumber(box.x), exactNumber(box.y), exactNumber(box.width), exactNumber(box.height)}},
                {"score", exactNumber(detection.confidence)}};
            file_.stream() << (first_ ? "\n" : ",\n") << entry.dump();
            first_ = false;
        }
    }

    void finish() override {
        file_.stream() << "\n]\n";
        file_.commit();
    }
    const std::string& partialPath() const override { return file_.partialPath(); }

  private:
    AtomicFile file_;
    int64_t image_ = 0;
    bool first_ = true;
};

}  // namespace

std::unique_ptr<DetectionSink> makeCocoDetectionSink(const std::string& path) {
    return std::make_unique<CocoDetectionSink>(path);
}

}  // namespace reid
