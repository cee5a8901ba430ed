/**
 * SECTION:element-brnpadetect
 * @title: brnpadetect
 *
 * Finds people and adds a #GstVideoRegionOfInterestMeta of the type "person" for each, with a structure "brnpadetect"
 * (confidence, and the exact box). The detector may run every few frames only: brnpatrack carries people on in between.
 *
 * |[
 * gst-launch-1.0 filesrc location=people.avi ! decodebin ! videoconvert ! brnpadetect ! brnpaoverlay ! videoconvert !
 *   autovideosink
 * ]|
 */
#include <utility>

#include "analytics_meta.hpp"
#include "bgr_picture.hpp"
#include "elements.hpp"
#include "frame_filter.hpp"
#include "frame_mark.hpp"
#include "models_folder.hpp"
#include "network_engine_property.hpp"
#include "person_region.hpp"
#include "reid/detector_family.hpp"
#include "reid/errors.hpp"
#include "reid/input_size.hpp"
#include "reid/open_detector.hpp"
#include "reid/shipped_models.hpp"

struct GstBrnpaDetect {
    GstBrnpaFilter parent;
};
struct GstBrnpaDetectClass {
    GstBrnpaFilterClass parent_class;
};
G_DEFINE_TYPE(GstBrnpaDetect, gst_brnpa_detect, gst_brnpa_filter_get_type())

namespace brnpa {

namespace {

constexpr double SCORE_OF_DETECTOR = -100;  // the property's value for "the detector's own"
constexpr double LARGEST_SCORE = 100;       // beyond any detector's
constexpr int CLASS_OF_DETECTOR = -1, LARGEST_CLASS = 100000;
constexpr int LONGEST_INTERVAL = 1000;  // frames

class DetectWorker : public FrameWorker {
  public:
    DetectWorker(std::unique_ptr<reid::Detector> detector, int interval)
        : detector_(std::move(detector)), interval_(interval > 0 ? interval : detector_->usualInterval()) {}

    void restart() override { next_ = 0; }
    void beginScene() override { next_ = 0; }

    void process(const Frame& frame) override {
        const bool runs = next_ == 0;
        next_ = (next_ + 1) % interval_;
        if (runs) {
            const std::vector<reid::Detection> detections =
                picture_.with(frame, [&](const cv::Mat& picture) { return detector_->detect(picture); });
            for (const reid::Detection& detection : detections)
                add(detection, frame);
        }
        markDetector(frame.buffer, {runs, detector_->startConfidence()});
    }

  private:
    static void add(const reid::Detection& detection, const Frame& frame) {
        Region* const region = addRegion(frame.buffer, detection.box, frame.size());
        if (!region) return;
        gst_video_region_of_interest_meta_add_param(region, makeDetectionStructure(detection));
        noteDetection(frame.buffer, region, detection.confidence);
    }

    std::unique_ptr<reid::Detector> detector_;
    int interval_;  // frames
    int next_ = 0;  // frames since the last run; 0: it runs
    BgrPicture picture_;
};

std::optional<reid::DetectorFamily> familyProperty(GstElement* element) {
    const std::string name = textProperty(element, "family");
    if (name.empty()) return std::nullopt;
    const std::optional<reid::DetectorFamily> family = reid::familyNamed(name);
    if (family) return family;
    std::string known;
    for (const std::string& one : reid::detectorFamilyNames())
        known += (known.empty() ? "" : ", ") + one;
    throw reid::InputError("The property family of brnpadetect is \"" + name +
                           "\"; one of these is accepted: " + known + ".");
}

std::unique_ptr<FrameWorker> makeDetectWorker(GstElement* element) {
    reid::DetectorOptions options;
    const double score = numberProperty(element, "score");
    if (score > SCORE_OF_DETECTOR) options.score = score;
    const std::string size = textProperty(element, "input-size");
    if (!size.empty()) {
        options.inputSize = reid::parseInputSize(size);
        if (!options.inputSize)
            throw reid::InputError("The property input-size of brnpadetect is \"" + size +
                                   "\"; a width and a height in pixels such as 416x320 is accepted.");
    }
    options.family = familyProperty(element);
    const int personClass = intProperty(element, "person-class");
    if (personClass != CLASS_OF_DETECTOR) options.personClass = personClass;
    options.engine = engineProperty(element);
    const std::string models = modelsFolder();
    std::string detector = textProperty(element, "detector");
    if (detector.empty()) detector = reid::defaultDetector(models);
    return std::make_unique<DetectWorker>(reid::openDetector(reid::detectorLocation(detector, models), options),
                                          intProperty(element, "interval"));
}

}  // namespace

}  // namespace brnpa

static void gst_brnpa_detect_class_init(GstBrnpaDetectClass* detectClass) {
    auto* const filterClass = &detectClass->parent_class;
    filterClass->makeWorker = brnpa::makeDetectWorker;
    brnpa::installProperty(
        filterClass,
        g_param_spec_string("detector", "Detector",
                            "hog (OpenCV's own), the name of a shipped model, a model folder, or a network "
                            "file (.onnx, .cfg); empty: person-detector where it is installed, else hog",
                            "", brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass,
                           g_param_spec_string("family", "Family",
                                               "What the outputs of a network file mean: yolox, yolov5, yolov8, ssd or "
                                               "darknet; empty: told by their shapes",
                                               "", brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(
        filterClass, g_param_spec_int("person-class", "Person class",
                                      "Number of the class \"person\" in a network file; -1: 0 as in COCO, 1 for ssd",
                                      brnpa::CLASS_OF_DETECTOR, brnpa::LARGEST_CLASS, brnpa::CLASS_OF_DETECTOR,
                                      brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(
        filterClass, g_param_spec_int("interval", "Interval",
                                      "Frames from one run of the detector to the next; 0: what suits the detector "
                                      "(1 for networks, 5 for hog)",
                                      0, brnpa::LONGEST_INTERVAL, 0, brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass,
                           g_param_spec_double("score", "Score",
                                               "Lowest confidence that counts: 0 to 1 for networks, a margin for hog; "
                                               "-100: the detector's own",
                                               brnpa::SCORE_OF_DETECTOR, brnpa::LARGEST_SCORE, brnpa::SCORE_OF_DETECTOR,
                                               brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass,
                           g_param_spec_string("input-size", "Input size",
                                               "Of the network's input, WxH in pixels, for example 416x320: "
                                               "small is fast, large finds people far away; empty: its own",
                                               "", brnpa::PROPERTY_FLAGS));
    brnpa::installEngineProperty(filterClass);
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(detectClass), "Person detector", "Filter/Analyzer/Video",
                                          "Finds people and adds a region of interest for each", "BR-NPA for OpenCV");
}

static void gst_brnpa_detect_init(GstBrnpaDetect* /*detect*/) {}
