/**
 * SECTION:element-brnpatrack
 * @title: brnpatrack
 *
 * Joins the people of brnpadetect, or of another element that adds regions of interest of the type "person", over
 * frames. Afterwards the regions are those of the tracks that are shown, each with a structure "brnpatrack"; on frames
 * without detection too. Where two people may be confused, it looks at them with a re-identification network, and what
 * it sees goes on to brnpareid.
 *
 * |[
 * gst-launch-1.0 filesrc location=people.avi ! decodebin ! videoconvert ! brnpadetect ! brnpatrack ! brnpaoverlay !
 *   brnpametawriter location=tracks.txt format=mot ! fakesink
 * ]|
 */
#include <algorithm>
#include <optional>
#include <utility>

#include "analytics_meta.hpp"
#include "bgr_picture.hpp"
#include "element_news.hpp"
#include "elements.hpp"
#include "frame_filter.hpp"
#include "frame_mark.hpp"
#include "models_folder.hpp"
#include "network_engine_property.hpp"
#include "person_region.hpp"
#include "reid/person_pipeline.hpp"
#include "reid/person_tracks.hpp"

struct GstBrnpaTrack {
    GstBrnpaFilter parent;
};
struct GstBrnpaTrackClass {
    GstBrnpaFilterClass parent_class;
};
G_DEFINE_TYPE(GstBrnpaTrack, gst_brnpa_track, gst_brnpa_filter_get_type())

namespace brnpa {

namespace {

constexpr const char* SHIPPED_MODEL = "reid-live";
constexpr int MOST_FRAMES = 100000;  // of a property that counts frames

class TrackWorker : public FrameWorker {
  public:
    /// @param embedder may be empty: motion only.
    TrackWorker(std::unique_ptr<reid::Embedder> embedder, const reid::TrackerOptions& options, int carryFor)
        : embedder_(std::move(embedder)), options_(options), carryFor_(carryFor) {
        tracks_.emplace(options, carryFor);
    }

    void restart() override {
        tracks_.emplace(options_, carryFor_);
        idsBefore_ = lastId_ = 0;
    }

    void beginScene() override {
        tracks_.emplace(options_, carryFor_);
        idsBefore_ = lastId_;  // no number is used twice in a stream
    }

    void hear(const GstStructure& news) override {
        for (const int id : tracksOf(news, LOOKED_NEWS))
            tracks_->noteLook(id - idsBefore_);
        for (const int id : tracksOf(news, SUPERSEDED_NEWS))
            tracks_->end(id - idsBefore_);
    }

    void process(const Frame& frame) override {
        std::vector<Region*> regions = personRegions(frame.buffer);
        const auto mark = detectorMarkOf(frame.buffer);
        looks_.clear();
        if (mark ? mark->ran : !regions.empty()) {
            update(regions, frame, mark);
        } else {
            tracks_->predict(frame.size());
        }
        show(std::move(regions), frame);
    }

  private:
    void update(const std::vector<Region*>& regions, const Frame& frame, const std::optional<DetectorMark>& mark) {
        if (mark && mark->startConfidence != options_.startConfidence) {
            // Before the first detection, since an element's detector does not change while it runs.
            options_.startConfidence = mark->startConfidence;
            tracks_.emplace(options_, carryFor_);
            idsBefore_ = lastId_;
        }
        std::vector<reid::Detection> detections;
        std::vector<GstStructure*> found;
        detections.reserve(regions.size());
        for (const Region* const region : regions) {
            detections.push_back(detectionOf(*region, frame.size()));
            found.push_back(makeDetectionStructure(detections.back()));
        }
        markDetections(frame.buffer, found);
        looks_ = tracks_->update(detections, frame.size(), [&](const std::vector<cv::Rect2f>& boxes) {
            // All alike where nobody looks: the place alone decides.
            if (!embedder_) return std::vector<reid::Appearance>(boxes.size(), reid::Appearance{{1}, {}, {}});
            return picture_.with(frame, [&](const cv::Mat& picture) { return embedder_->embed(picture, boxes); });
        });
    }

    /// Makes the regions those of the tracks that are shown.
    void show(std::vector<Region*> regions, const Frame& frame) {
        std::vector<GstStructure*> hidden;
        for (reid::Track track : tracks_->living()) {
            const auto look = looks_.find(track.id);
            track.id += idsBefore_;
            lastId_ = std::max(lastId_, track.id);
            if (!embedder_) track.embedding.clear();
            GstStructure* const structure = makeTrackStructure(track, embedder_ ? embedder_->folder().sha256 : "");
            if (embedder_ && look != looks_.end()) setLook(structure, look->second, embedder_->folder().sha256);

            Region* const region = tracks_->isVisible(track) ? regionOf(track, regions, frame) : nullptr;
            if (!region) {
                hidden.push_back(structure);
                continue;
            }
            region->id = track.id;
            gst_video_region_of_interest_meta_add_param(region, structure);
            noteTrack(frame.buffer, region, track);
        }
        for (Region* const region : regions) {
            if (region) gst_buffer_remove_meta(frame.buffer, &region->meta);
        }
        markTracks(frame.buffer, hidden);
    }

    /// The region of the detection where the track has one in this frame, which is taken from the list, else a new one.
    static Region* regionOf(const reid::Track& track, std::vector<Region*>& detections, const Frame& frame) {
        if (track.detection < 0) return addRegion(frame.buffer, track.box, frame.size());
        Region*& detection = detections[static_cast<size_t>(track.detection)];
        return moveRegion(detection, track.box, frame.size()) ? std::exchange(detection, nullptr) : nullptr;
    }

    std::unique_ptr<reid::Embedder> embedder_;
    reid::TrackerOptions options_;
    int carryFor_;  // frames
    std::optional<reid::PersonTracks> tracks_;
    std::map<int, reid::Appearance> looks_;  // of the frame, by the tracker's own number
    int idsBefore_ = 0;                      // numbers of tracks before this scene
    int lastId_ = 0;
    BgrPicture picture_;
};

std::unique_ptr<FrameWorker> makeTrackWorker(GstElement* element) {
    reid::TrackerOptions options;
    options.lookEvery = intProperty(element, "look-every");
    options.confirmAfter = intProperty(element, "confirm-after");
    options.dropAfter = intProperty(element, "drop-after");
    options.minOverlap = numberProperty(element, "min-overlap");
    options.maxAppearanceDistance = numberProperty(element, "max-appearance-distance");
    options.appearanceWeight = numberProperty(element, "appearance-weight");
    std::unique_ptr<reid::Embedder> embedder;
    const std::string model = textProperty(element, "model");
    if (!model.empty()) {
        embedder = openEmbedder(element, reid::ModelFolder::load(modelFolderNamed(model)));
        options.metric = embedder->folder().metric;
        options.rejoinDistance = numberProperty(element, "rejoin-distance");
    } else {
        options.rejoinDistance = 0;  // nobody can be told from the place alone who was out of sight
    }
    return std::make_unique<TrackWorker>(std::move(embedder), options, intProperty(element, "carry-for"));
}

void installTrackProperties(GstBrnpaFilterClass* filterClass) {
    const reid::TrackerOptions usual;
    installProperty(filterClass,
                    g_param_spec_string("model", "Model",
                                        "Re-identification network: the name of a shipped model or a model "
                                        "folder; empty: people are told apart by their places only",
                                        SHIPPED_MODEL, PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_int("look-every", "Look every",
                                     "Frames from one look at the appearance of a track to the next where "
                                     "there is no doubt; give brnpareid the same",
                                     1, MOST_FRAMES, reid::PersonPipelineOptions::USUAL_LOOK_EVERY, PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_int("confirm-after", "Confirm after", "Detections before a track is shown", 1,
                                     MOST_FRAMES, usual.confirmAfter, PROPERTY_FLAGS));
    installProperty(
        filterClass,
        g_param_spec_int("carry-for", "Carry for",
                         "Frames that a track is shown after its last detection, unless it has hardly been found "
                         "or leaves the picture; with an "
                         "interval over 5 of brnpadetect better twice the interval",
                         0, MOST_FRAMES, reid::PersonPipelineOptions().carryFor, PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_int("drop-after", "Drop after",
                                     "Frames without a detection after which a track ends; with an interval "
                                     "over 5 of brnpadetect better six times the interval",
                                     0, MOST_FRAMES, usual.dropAfter, PROPERTY_FLAGS));
    installProperty(filterClass, g_param_spec_double("min-overlap", "Least overlap",
                                                     "Intersection over union of a predicted box and a detection that "
                                                     "may be the same person",
                                                     0, 1, usual.minOverlap, PROPERTY_FLAGS));
    installProperty(filterClass, g_param_spec_double(
                                     "max-appearance-distance", "Largest appearance distance",
                                     "Of a track and a detection that may be the same person, in units "
                                     "of the model's metric (cosine: 0 to 2); none where the person is expected there",
                                     1e-6, 1e6, usual.maxAppearanceDistance, PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_double("rejoin-distance", "Rejoin distance",
                                        "A new track nearer than this, in units of the model's metric, to one that was "
                                        "lost nearby goes on under its number; 0: never",
                                        0, 1e6, usual.rejoinDistance, PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_double("appearance-weight", "Weight of appearance",
                                        "Share of appearance in the choice between detections; the rest is "
                                        "the place",
                                        0, 1, usual.appearanceWeight, PROPERTY_FLAGS));
    installEngineProperty(filterClass);
}

}  // namespace

}  // namespace brnpa

static void gst_brnpa_track_class_init(GstBrnpaTrackClass* trackClass) {
    trackClass->parent_class.makeWorker = brnpa::makeTrackWorker;
    brnpa::installTrackProperties(&trackClass->parent_class);
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(trackClass), "Person tracker", "Filter/Analyzer/Video",
                                          "Joins detected people over frames by place and appearance",
                                          "BR-NPA for OpenCV");
}

static void gst_brnpa_track_init(GstBrnpaTrack* /*track*/) {}
