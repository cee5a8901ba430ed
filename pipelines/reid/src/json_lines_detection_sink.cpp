#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "exact_number.hpp"
#include "reid/atomic_file.hpp"
#include "reid/detection_sink.hpp"

namespace reid {

namespace {

using Json = nlohmann::ordered_json;

Json toJson(const Detection& detection) {
    const cv::Rect2f& box = detection.box;
    return {{"box",
             {{"x", exactNumber(box.x)},
              {"y", exactNumber(box.y)},
              {"width", exactNumber(box.width)},
              {"height", exactNumber(box.height)}}},
            {"confidence", exactNumber(detection.confidence)}};
}

class JsonLinesDetectionSink : public DetectionSink {
  public:
    JsonLinesDetectionSink(const std::string& path, std::string detector, double startConfidence)
        : file_(path), detector_(std::move(detector)) {
        if (std::isfinite(startConfidence)) startConfidence_ = startConfidence;
    }

    void write(const FrameDetections& frame) override {
        Json line = {{"schema_version", DETECTIONS_SCHEMA_VERSION},
                     {"source", frame.source},
                     {"frame", frame.frame},
                     {"pts_ns", frame.ptsNs ? Json(*frame.ptsNs) : Json(nullptr)},
                     {"width", frame.size.width},
                     {"height", frame.size.height},
                     {"detector", detector_},
                     {"start_confidence", startConfidence_},
                     {"detections", Json::array()}};
        for (const Detection& detection : frame.detections)
            line["detections"].push_back(toJson(detection));
        // A path may hold bytes that are no UTF-8.
        file_.stream() << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    }

    void finish() override { file_.commit(); }
    const std::string& partialPath() const override { return file_.partialPath(); }

  private:
    AtomicFile file_;
    std::string detector_;
    Json startConfidence_ = nullptr;
};

}  // namespace

std::unique_ptr<DetectionSink> makeJsonLinesDetectionSink(const std::string& path, const Detector& detector) {
    return std::make_unique<JsonLinesDetectionSink>(path, detector.name(), detector.startConfidence());
}

}  // namespace reid
