#include "mot_line.hpp"
#include "reid/atomic_file.hpp"
#include "reid/detection_sink.hpp"

namespace reid {

namespace {

class MotDetectionSink : public DetectionSink {
  public:
    explicit MotDetectionSink(const std::string& path) : file_(path) {}

    void write(const FrameDetections& frame) override {
        for (const Detection& detection : frame.detections)
            writeMotLine(file_.stream(), {frame.frame + 1, -1, detection.box, detection.confidence});
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
