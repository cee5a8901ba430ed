/**
 * SECTION:element-brnpareid
 * @title: brnpareid
 *
 * Looks at the tracked people with a re-identification network: every person whose look is due, unless brnpatrack had
 * to look at them in this frame anyway. Adds a structure "brnpareid" to their regions: the embedding and the attention
 * maps of the latest look.
 *
 * |[
 * gst-launch-1.0 filesrc location=people.avi ! decodebin ! videoconvert ! brnpadetect ! brnpatrack look-every=1 !
 *   brnpareid look-every=1 ! brnpaoverlay ! videoconvert ! autovideosink
 * ]|
 */
#include <optional>
#include <utility>

#include "appearance_fields.hpp"
#include "bgr_picture.hpp"
#include "element_news.hpp"
#include "elements.hpp"
#include "frame_filter.hpp"
#include "models_folder.hpp"
#include "network_engine_property.hpp"
#include "person_region.hpp"
#include "reid/frame_boxes.hpp"
#include "reid/person_looks.hpp"
#include "reid/person_pipeline.hpp"

struct GstBrnpaReid {
    GstBrnpaFilter parent;
};
struct GstBrnpaReidClass {
    GstBrnpaFilterClass parent_class;
};
G_DEFINE_TYPE(GstBrnpaReid, gst_brnpa_reid, gst_brnpa_filter_get_type())

namespace brnpa {

namespace {

constexpr int LONGEST_LOOK_INTERVAL = 100000;  // frames

class ReidWorker : public FrameWorker {
  public:
    ReidWorker(GstElement* element, std::unique_ptr<reid::Embedder> embedder, int lookEvery)
        : element_(element), embedder_(std::move(embedder)), lookEvery_(lookEvery), looks_(lookEvery) {}

    void restart() override { looks_ = reid::PersonLooks(lookEvery_); }

    void process(const Frame& frame) override {
        looks_.nextFrame();
        for (auto& [track, look] : looksOfTracker(frame.buffer, embedder_->folder().sha256))
            looks_.add(track, std::move(look));
        const std::vector<ShownTrack> shown = shownTracks(frame.buffer, frame.size());
        lookWhereDue(shown, frame);
        for (const ShownTrack& one : shown)
            tell(one, *looks_.of(one.track.id));
        looks_.keepOnly(livingTracks(frame.buffer));
    }

  private:
    void lookWhereDue(const std::vector<ShownTrack>& shown, const Frame& frame) {
        std::vector<int> due;
        std::vector<cv::Rect2f> boxes;
        for (const ShownTrack& one : shown) {
            if (!looks_.isDue(one.track.id)) continue;
            due.push_back(one.track.id);
            boxes.push_back(reid::cutAtFrame(one.track.box, frame.size()));
        }
        if (due.empty()) return;
        std::vector<reid::Appearance> appearances =
            picture_.with(frame, [&](const cv::Mat& picture) { return embedder_->embed(picture, boxes); });
        for (size_t i = 0; i < due.size(); ++i)
            looks_.add(due[i], std::move(appearances[i]));
        sendUpstream(element_, LOOKED_NEWS, due);
    }

    void tell(const ShownTrack& one, const reid::PersonLooks::Look& look) const {
        GstStructure* const structure = gst_structure_new(REID_STRUCTURE, "looked", G_TYPE_BOOLEAN,
                                                          static_cast<gboolean>(looks_.isOfThisFrame(look)), nullptr);
        setAppearance(structure, look.appearance, embedder_->folder().sha256);
        setFloats(structure, "steady-maps", look.steadySaliency.ptr<float>(), look.steadySaliency.total());
        gst_video_region_of_interest_meta_add_param(one.region, structure);
    }

    GstElement* element_;
    std::unique_ptr<reid::Embedder> embedder_;
    int lookEvery_;  // frames
    reid::PersonLooks looks_;
    BgrPicture picture_;
};

std::unique_ptr<FrameWorker> makeReidWorker(GstElement* element) {
    const auto folder = reid::ModelFolder::load(modelFolderNamed(textProperty(element, "model")));
    return std::make_unique<ReidWorker>(element, openEmbedder(element, folder), intProperty(element, "look-every"));
}

}  // namespace

}  // namespace brnpa

static void gst_brnpa_reid_class_init(GstBrnpaReidClass* reidClass) {
    auto* const filterClass = &reidClass->parent_class;
    filterClass->makeWorker = brnpa::makeReidWorker;
    brnpa::installProperty(
        filterClass, g_param_spec_string("model", "Model", "The name of a shipped model or a model folder", "reid-live",
                                         brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(
        filterClass, g_param_spec_int("look-every", "Look every",
                                      "Frames from one look at a person to the next; in between the attention "
                                      "stays at its place in the box",
                                      1, brnpa::LONGEST_LOOK_INTERVAL, reid::PersonPipelineOptions::USUAL_LOOK_EVERY,
                                      brnpa::PROPERTY_FLAGS));
    brnpa::installEngineProperty(filterClass);
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(reidClass), "Person re-identification network",
                                          "Filter/Analyzer/Video",
                                          "Embeddings and attention maps of the tracked people", "BR-NPA for OpenCV");
}

static void gst_brnpa_reid_init(GstBrnpaReid* /*reid*/) {}
