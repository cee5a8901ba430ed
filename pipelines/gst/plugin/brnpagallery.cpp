/**
 * SECTION:element-brnpagallery
 * @title: brnpagallery
 *
 * Tells who the tracked people are, against a gallery that it fills by itself: in a file, that outlives the stream and
 * that the command brnpa gallery lists, searches and edits, or in memory. Adds a structure "brnpagallery" to the
 * regions of brnpatrack and brnpareid.
 *
 * |[
 * gst-launch-1.0 filesrc location=people.avi ! decodebin ! videoconvert ! brnpadetect ! brnpatrack ! brnpareid !
 *   brnpagallery location=yard.gallery ! brnpaoverlay ! videoconvert ! autovideosink
 * ]|
 */
#include <algorithm>
#include <chrono>
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
#include "reid/errors.hpp"
#include "reid/lasting_gallery.hpp"
#include "reid/memory_gallery.hpp"
#include "reid/person_naming.hpp"
#include "reid/person_pipeline.hpp"

struct GstBrnpaGallery {
    GstBrnpaFilter parent;
};
struct GstBrnpaGalleryClass {
    GstBrnpaFilterClass parent_class;
};
G_DEFINE_TYPE(GstBrnpaGallery, gst_brnpa_gallery, gst_brnpa_filter_get_type())

namespace brnpa {

namespace {

constexpr double THRESHOLD_OF_MODEL = -1;  // the property's value for "the model's own"
constexpr double LARGEST_DISTANCE = 1e6;
constexpr int MOST_DETECTIONS = 100000;
constexpr int64_t RECORDED_NOW = -1;  // the property's value for "while it plays"
constexpr int64_t NS_PER_MS = 1000000;

int64_t nowMs() {
    using std::chrono::system_clock;
    return std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch()).count();
}

struct GallerySettings {
    std::string location;  ///< empty: in memory
    reid::GalleryOptions options;
    int identifyAfter;   ///< detections
    bool anonymise;      ///< the pictures that it keeps
    std::string camera;  ///< empty: not known
    int64_t recordedMs;  ///< when the stream began, milliseconds since 1970, UTC; RECORDED_NOW: as it plays
};

class GalleryWorker : public FrameWorker {
  public:
    GalleryWorker(GstElement* element, std::unique_ptr<reid::Embedder> embedder, GallerySettings settings)
        : element_(element), embedder_(std::move(embedder)), settings_(std::move(settings)) {
        open();
    }

    void restart() override {
        // People of a gallery in memory go with the tracks that they were seen in; those in a file stay.
        if (settings_.location.empty()) {
            open();
        } else {
            naming_->keepOnly({});
        }
    }

    void process(const Frame& frame) override {
        const std::vector<ShownTrack> shown = shownTracks(frame.buffer, frame.size());
        if (beginMs_ == RECORDED_NOW)
            beginMs_ =
                settings_.recordedMs == RECORDED_NOW ? nowMs() - frame.streamTimeNs / NS_PER_MS : settings_.recordedMs;
        if (!shown.empty()) {
            const reid::Sighting sighting{settings_.camera, beginMs_ + frame.streamTimeNs / NS_PER_MS};
            picture_.with(frame, [&](const cv::Mat& picture) { name(shown, frame, {picture, sighting}); });
        }
        naming_->keepOnly(livingTracks(frame.buffer));
    }

  private:
    void open() {
        naming_.reset();  // which may have the file open
        std::unique_ptr<reid::Gallery> gallery;
        if (settings_.location.empty()) {
            gallery = std::make_unique<reid::MemoryGallery>(settings_.options);
        } else {
            gallery =
                std::make_unique<reid::LastingGallery>(settings_.location, reid::LastingGallery::Access::Write,
                                                       reid::GalleryModel::of(embedder_->folder()), settings_.options);
        }
        naming_.emplace(std::move(gallery), settings_.identifyAfter, settings_.anonymise);
    }

    void name(const std::vector<ShownTrack>& shown, const Frame& frame, const reid::PersonNaming::Scene& scene) {
        const std::vector<reid::Person> people = peopleIn(frame.buffer, frame.size());
        const auto personOf = [&](int track) -> const reid::Person& {
            return *std::find_if(people.begin(), people.end(),
                                 [track](const reid::Person& person) { return person.trackId == track; });
        };
        const std::string& model = embedder_->folder().sha256;
        std::vector<reid::Track> tracks;
        std::vector<reid::PersonNaming::Seen> seen;
        tracks.reserve(shown.size());  // seen refers to its members
        for (const ShownTrack& one : shown) {
            const reid::Person& person = personOf(one.track.id);
            reid::Track track = one.track;
            const std::string looked = modelOfLook(*one.region);
            if (!looked.empty() && looked != model)
                throw reid::InputError(
                    cv::format("brnpareid looks with another model than brnpagallery, which has %s; "
                               "both need the same value of the property model.",
                               embedder_->folder().name.c_str()));
            // A tracker that does not look has no embedding, nor one with another model: that of the latest look
            // stands in.
            if (track.embedding.empty() || !isOfModel(one.structure, model))
                track.embedding = person.appearance.embedding;
            if (track.embedding.empty()) continue;  // there is no brnpareid above
            tracks.push_back(std::move(track));
            if (person.detected && person.looked && !person.appearance.embedding.empty())
                seen.push_back({tracks.back(), person.appearance});
        }
        sendUpstream(element_, SUPERSEDED_NEWS, naming_->nameNew(tracks, scene, *embedder_));
        for (const ShownTrack& one : shown)
            tell(one);
        naming_->learn(seen, scene);
    }

    void tell(const ShownTrack& one) const {
        const reid::PersonNaming::Name* const name = naming_->of(one.track.id);
        GstStructure* const structure = gst_structure_new_empty(GALLERY_STRUCTURE);
        const char* const answer = !name ? "undecided" : name->distance ? "known" : "new";
        gst_structure_set(structure, "answer", G_TYPE_STRING, answer, nullptr);
        if (name) {
            gst_structure_set(structure, "identity", G_TYPE_INT, name->identity, nullptr);
            const std::string text = naming_->gallery().nameOf(name->identity);
            if (!text.empty()) gst_structure_set(structure, "name", G_TYPE_STRING, text.c_str(), nullptr);
            if (name->distance) gst_structure_set(structure, "distance", G_TYPE_DOUBLE, *name->distance, nullptr);
            if (name->runnerUp) gst_structure_set(structure, "runner-up", G_TYPE_DOUBLE, *name->runnerUp, nullptr);
        }
        gst_video_region_of_interest_meta_add_param(one.region, structure);
    }

    GstElement* element_;
    std::unique_ptr<reid::Embedder> embedder_;  // for people who are enrolled
    GallerySettings settings_;
    std::optional<reid::PersonNaming> naming_;
    int64_t beginMs_ = RECORDED_NOW;
    BgrPicture picture_;
};

std::unique_ptr<FrameWorker> makeGalleryWorker(GstElement* element) {
    const auto folder = reid::ModelFolder::load(modelFolderNamed(textProperty(element, "model")));
    const double threshold = numberProperty(element, "threshold");
    GallerySettings settings;
    settings.location = textProperty(element, "location");
    settings.options =
        reid::GalleryOptions::of(folder, reid::Query::Track, numberProperty(element, "false-accept-rate"));
    if (threshold >= 0) settings.options.acceptUpTo(threshold);
    settings.options.margin = numberProperty(element, "margin");
    settings.identifyAfter = intProperty(element, "identify-after");
    settings.anonymise = flagProperty(element, "anonymise");
    settings.camera = textProperty(element, "camera");
    settings.recordedMs = longProperty(element, "recorded-at");
    return std::make_unique<GalleryWorker>(element, openEmbedder(element, folder), std::move(settings));
}

void installGalleryProperties(GstBrnpaFilterClass* filterClass) {
    installProperty(filterClass,
                    g_param_spec_string("location", "Location",
                                        "The gallery's file, made when it is missing; empty: in memory, for "
                                        "this stream only",
                                        "", PROPERTY_FLAGS));
    installProperty(filterClass, g_param_spec_string("model", "Model",
                                                     "The name of a shipped model or a model folder; that of brnpareid",
                                                     "reid-live", PROPERTY_FLAGS));
    installProperty(
        filterClass,
        g_param_spec_double("threshold", "Threshold",
                            "Largest distance to the nearest picture of a person at which somebody is that person, in "
                            "units of the model's metric (cosine: 0 to 2); -1: 0.75 of the gallery's own, where it was "
                            "calibrated, else of the model's",
                            THRESHOLD_OF_MODEL, LARGEST_DISTANCE, THRESHOLD_OF_MODEL, PROPERTY_FLAGS));
    installProperty(filterClass, g_param_spec_double("false-accept-rate", "False accept rate",
                                                     "Chooses among the thresholds of gallery or model: the share of "
                                                     "comparisons of a picture with another person that it accepts",
                                                     0, 1, 1e-4, PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_double("margin", "Margin",
                                        "Nobody is named when the second nearest person is not farther than "
                                        "the nearest by this much, in units of the model's metric",
                                        0, LARGEST_DISTANCE, 0, PROPERTY_FLAGS));
    installProperty(
        filterClass,
        g_param_spec_int("identify-after", "Identify after",
                         "Detections of a track before it is given an identity; where they do not show the "
                         "person whole and alone three times as many, five times to be somebody new",
                         1, MOST_DETECTIONS, reid::PersonPipelineOptions::USUAL_IDENTIFY_AFTER, PROPERTY_FLAGS));
    installProperty(filterClass, g_param_spec_string("camera", "Camera",
                                                     "Where the frames come from, kept with each sighting; empty: not "
                                                     "known",
                                                     "", PROPERTY_FLAGS));
    installProperty(filterClass,
                    g_param_spec_int64("recorded-at", "Recorded at",
                                       "When the stream began, kept with each sighting: milliseconds since "
                                       "1970, UTC; -1: it is seen as it plays",
                                       RECORDED_NOW, G_MAXINT64, RECORDED_NOW, PROPERTY_FLAGS));
    installProperty(filterClass, g_param_spec_boolean("anonymise", "Anonymise",
                                                      "Whether people are pixelated in the pictures that the gallery "
                                                      "keeps from now on",
                                                      FALSE, PROPERTY_FLAGS));
    installEngineProperty(filterClass);
}

}  // namespace

}  // namespace brnpa

static void gst_brnpa_gallery_class_init(GstBrnpaGalleryClass* galleryClass) {
    galleryClass->parent_class.makeWorker = brnpa::makeGalleryWorker;
    brnpa::installGalleryProperties(&galleryClass->parent_class);
    gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(galleryClass), "Person gallery", "Filter/Analyzer/Video",
                                          "Gives a returning person the same identity, and remembers the new ones",
                                          "BR-NPA for OpenCV");
}

static void gst_brnpa_gallery_init(GstBrnpaGallery* /*gallery*/) {}
