/**
 * SECTION:element-brnpaoverlay
 * @title: brnpaoverlay
 *
 * Draws the people that the elements above found: the attention maps inside the box, a frame in the color of the
 * identity, and a label. It draws in place and in the frame's own pixel format: only the boxes and labels are touched.
 * With anonymise=true it pixelates everybody first, shown or not, whom the elements above found.
 *
 * |[
 * gst-launch-1.0 filesrc location=people.avi ! decodebin ! videoconvert ! brnpadetect ! brnpatrack ! brnpareid !
 *   brnpagallery ! brnpaoverlay ! videoconvert ! autovideosink
 * ]|
 */
#include "bgr_picture.hpp"
#include "drawing_canvas.hpp"
#include "elements.hpp"
#include "frame_filter.hpp"
#include "person_region.hpp"
#include "reid/anonymise.hpp"
#include "reid/person_painter.hpp"

struct GstBrnpaOverlay {
    GstBrnpaFilter parent;
};
struct GstBrnpaOverlayClass {
    GstBrnpaFilterClass parent_class;
};
G_DEFINE_TYPE(GstBrnpaOverlay, gst_brnpa_overlay, gst_brnpa_filter_get_type())

namespace brnpa {

namespace {

GType normalizationType() {
    static const GEnumValue values[] = {
        {cv::brnpa::NORMALIZE_JOINT, "One range for all maps: shows which part matters more", "joint"},
        {cv::brnpa::NORMALIZE_PER_MAP, "A range for each map: every part is seen", "per-map"},
        {0, nullptr, nullptr}};
    static const GType type = g_enum_register_static("GstBrnpaOverlayNormalization", values);
    return type;
}

class OverlayWorker : public FrameWorker {
  public:
    OverlayWorker(const cv::brnpa::OverlayParams& overlay, bool anonymise) : painter_(overlay), anonymise_(anonymise) {}

    void process(const Frame& frame) override {
        const std::vector<reid::Person> people = peopleIn(frame.buffer, frame.size());
        const std::vector<cv::Rect2f> hidden =
            anonymise_ ? everybodyIn(frame.buffer, frame.size()) : std::vector<cv::Rect2f>();
        if (people.empty() && hidden.empty()) return;
        std::vector<cv::Rect> parts = reid::PersonPainter::touched(people, frame.size());
        for (const cv::Rect& part : reid::anonymisedParts(hidden, frame.size()))
            parts.push_back(part);
        MappedFrame mapped(frame.buffer, frame.format, static_cast<GstMapFlags>(GST_MAP_READ | GST_MAP_WRITE));
        cv::Mat picture = canvas_.open(mapped, parts);
        reid::anonymise(picture, hidden);
        painter_.draw(picture, people);
        canvas_.close();
    }

  private:
    reid::PersonPainter painter_;
    bool anonymise_;
    DrawingCanvas canvas_;
};

std::unique_ptr<FrameWorker> makeOverlayWorker(GstElement* element) {
    cv::brnpa::OverlayParams overlay = reid::PersonPainter::videoOverlay();
    overlay.normalization = intProperty(element, "normalization");
    overlay.colorWeight = static_cast<float>(numberProperty(element, "color-weight"));
    overlay.grayWeight = static_cast<float>(numberProperty(element, "gray-weight"));
    return std::make_unique<OverlayWorker>(overlay, flagProperty(element, "anonymise"));
}

}  // namespace

}  // namespace brnpa

static void gst_brnpa_overlay_class_init(GstBrnpaOverlayClass* overlayClass) {
    auto* const filterClass = &overlayClass->parent_class;
    filterClass->makeWorker = brnpa::makeOverlayWorker;
    const cv::brnpa::OverlayParams usual = reid::PersonPainter::videoOverlay();
    brnpa::installProperty(filterClass,
                           g_param_spec_enum("normalization", "Normalization",
                                             "Which range of the attention maps is stretched to the full colors",
                                             brnpa::normalizationType(), usual.normalization, brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass, g_param_spec_double("color-weight", "Weight of the colors",
                                                            "Share of the maps' colors in the blend inside a box", 0, 1,
                                                            usual.colorWeight, brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass, g_param_spec_double("gray-weight", "Weight of the picture",
                                                            "Share of the gray picture in the blend inside a box", 0, 1,
                                                            usual.grayWeight, brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass, g_param_spec_boolean("anonymise", "Anonymise",
                                                             "Whether people are pixelated under the maps, those too "
                                                             "whom only the detector or the tracker knows; whom no "
                                                             "detector finds stays visible",
                                                             FALSE, brnpa::PROPERTY_FLAGS));
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(overlayClass), "Person overlay", "Filter/Editor/Video",
                                          "Draws people with their attention maps, boxes and names",
                                          "BR-NPA for OpenCV");
}

static void gst_brnpa_overlay_init(GstBrnpaOverlay* /*overlay*/) {}
