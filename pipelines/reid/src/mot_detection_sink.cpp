#include "reid/atomic_file.hpp"
#include "reid/detection_sink.hpp"

namespace reid {

namespace {

class MotDetectionSink : public DetectionSink {
  public:
    explicit MotDetectionSink(const std::string& path) : file_(path) {}

    void write(const FrameDetections& frame) override {
        for (const Detection& detection : frame.detections) {
            const cv::Rect2f& box = detection.box;
            file_.stream() << frame.frame + 1
                           << cv::format(",-1,%.2f,%.2f,%.2f,%.2f,%.4f,-1,-1,-1\n", box.x, box.y, box.width, box.height,
                                         detection.confidence);
        }
    }

    void finish() override { file_.commit(); }
    const std::string& partialPath() const override { return file_.partialPath(); }

  private:
    AtomicFile file_;
};

}  // namespace

std::unique_ptr<DetectionSink> makeMotDetectionSink(const std::string& path) {
    return std::make_unique<MotDetectionSink>(path);
}

}  // namespace reid
