#include <iomanip>

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
            // Not by cv::format(), which writes a comma into a number where the program's locale has one.
            file_.stream() << frame.frame + 1 << ",-1," << std::fixed << std::setprecision(2) << box.x << ',' << box.y
                           << ',' << box.width << ',' << box.height << ',' << std::setprecision(4)
                           << detection.confidence << ",-1,-1,-1\n";
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
