#include "person_region.hpp"

#include <algorithm>

#include "appearance_fields.hpp"
#include "frame_mark.hpp"
#include "reid/errors.hpp"
#include "reid/frame_boxes.hpp"

namespace brnpa {

namespace {

constexpr const char* PERSON_TYPE = "person";
constexpr const char* CONFIDENCE_FIELD = "confidence";
constexpr const char* LOOK_FIELD = "look";

float floatIn(const GstStructure* structure, const char* field) {
    gdouble value = 0;
    gst_structure_get_double(structure, field, &value);
    return static_cast<float>(value);
}

int intIn(const GstStructure* structure, const char* field) {
    gint value = 0;
    gst_structure_get_int(structure, field, &value);
    return value;
}

bool isTrue(const GstStructure* structure, const char* field) {
    gboolean value = FALSE;
    gst_structure_get_boolean(structure, field, &value);
    return value != FALSE;
}

std::optional<double> numberIn(const GstStructure* structure, const char* field) {
    gdouble value = 0;
    return gst_structure_get_double(structure, field, &value) ? std::optional<double>(value) : std::nullopt;
}

/// As setBox() wrote it.
cv::Rect2f exactBoxIn(const GstStructure* structure) {
    return {floatIn(structure, "x"), floatIn(structure, "y"), floatIn(structure, "width"),
            floatIn(structure, "height")};
}

const GstStructure* structureOf(const Region& region, const char* name) {
    return gst_video_region_of_interest_meta_get_param(const_cast<Region*>(&region), name);
}

void readReid(const GstStructure* structure, reid::Person& person) {
    person.looked = isTrue(structure, "looked");
    person.appearance = appearanceIn(structure);
    person.steadySaliency = mapsIn(structure, "steady-maps");
}

void readGallery(const GstStructure* structure, reid::Person& person) {
    gint identity = 0;
    if (!gst_structure_get_int(structure, "identity", &identity)) return;
    person.identity = identity;
    person.distance = numberIn(structure, "distance");
    person.runnerUp = numberIn(structure, "runner-up");
    const gchar* const name = gst_structure_get_string(structure, "name");
    person.name = name ? name : "";
}

}  // namespace

std::vector<Region*> personRegions(GstBuffer* buffer) {
    static const GQuark person = g_quark_from_static_string(PERSON_TYPE);
    std::vector<Region*> regions;
    gpointer state = nullptr;
    while (GstMeta* const meta =
               gst_buffer_iterate_meta_filtered(buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)) {
        auto* const region = reinterpret_cast<Region*>(meta);
        if (region->roi_type != person) continue;
        if (!region->params && isMarked(buffer)) {
            throw reid::InputError(
                "Another element has dropped what is known about the people in a frame, as videoconvert and videoscale "
                "do when they convert; they belong above brnpadetect or below the last element of brnpa.");
        }
        regions.push_back(region);
    }
    return regions;
}

Region* addRegion(GstBuffer* buffer, const cv::Rect2f& box, cv::Size frame) {
    const cv::Rect pixels = reid::pixelsOf(box, frame);
    if (pixels.empty()) return nullptr;
    return gst_buffer_add_video_region_of_interest_meta(buffer, PERSON_TYPE, static_cast<guint>(pixels.x),
                                                        static_cast<guint>(pixels.y), static_cast<guint>(pixels.width),
                                                        static_cast<guint>(pixels.height));
}

bool moveRegion(Region* region, const cv::Rect2f& box, cv::Size frame) {
    const cv::Rect pixels = reid::pixelsOf(box, frame);
    if (pixels.empty()) return false;
    region->x = static_cast<guint>(pixels.x);
    region->y = static_cast<guint>(pixels.y);
    region->w = static_cast<guint>(pixels.width);
    region->h = static_cast<guint>(pixels.height);
    return true;
}

void setBox(GstStructure* structure, const cv::Rect2f& box) {
    gst_structure_set(structure, "x", G_TYPE_DOUBLE, static_cast<double>(box.x), "y", G_TYPE_DOUBLE,
                      static_cast<double>(box.y), "width", G_TYPE_DOUBLE, static_cast<double>(box.width), "height",
                      G_TYPE_DOUBLE, static_cast<double>(box.height), nullptr);
}

cv::Rect2f boxOf(const Region& region, const GstStructure* structure, cv::Size frame) {
    const cv::Rect pixels(static_cast<int>(region.x), static_cast<int>(region.y), static_cast<int>(region.w),
                          static_cast<int>(region.h));
    if (!structure) return pixels;
    const cv::Rect2f exact = exactBoxIn(structure);
    return reid::pixelsOf(exact, frame) == pixels ? exact : cv::Rect2f(pixels);
}

reid::Detection detectionOf(const Region& region, cv::Size frame) {
    reid::Detection detection{boxOf(region, structureOf(region, DETECT_STRUCTURE), frame), 1};
    for (const GList* item = region.params; item; item = item->next) {
        const auto confidence = numberIn(static_cast<const GstStructure*>(item->data), CONFIDENCE_FIELD);
        if (confidence) detection.confidence = static_cast<float>(*confidence);
    }
    return detection;
}

GstStructure* makeDetectionStructure(const reid::Detection& detection) {
    GstStructure* const structure = gst_structure_new(DETECT_STRUCTURE, CONFIDENCE_FIELD, G_TYPE_DOUBLE,
                                                      static_cast<double>(detection.confidence), nullptr);
    setBox(structure, detection.box);
    return structure;
}

GstStructure* makeTrackStructure(const reid::Track& track, const std::string& model) {
    GstStructure* const structure = gst_structure_new(
        TRACK_STRUCTURE, "track-id", G_TYPE_INT, track.id, CONFIDENCE_FIELD, G_TYPE_DOUBLE,
        static_cast<double>(track.confidence), "detected", G_TYPE_BOOLEAN,
        static_cast<gboolean>(track.framesSinceDetection == 0), "frames-since-detection", G_TYPE_INT,
        track.framesSinceDetection, "misses", G_TYPE_INT, track.misses, "detections", G_TYPE_INT, track.detections,
        "confirmed", G_TYPE_BOOLEAN, static_cast<gboolean>(track.confirmed), "clean", G_TYPE_BOOLEAN,
        static_cast<gboolean>(track.clean), "clean-detections", G_TYPE_INT, track.cleanDetections, nullptr);
    setBox(structure, track.box);
    if (!track.embedding.empty()) {
        setFloats(structure, "embedding", track.embedding.data(), track.embedding.size());
        gst_structure_set(structure, "model", G_TYPE_STRING, model.c_str(), nullptr);
    }
    return structure;
}

reid::Track trackIn(const GstStructure* structure, const cv::Rect2f& box) {
    reid::Track track{};
    track.id = intIn(structure, "track-id");
    track.box = box;
    track.confidence = floatIn(structure, CONFIDENCE_FIELD);
    track.detections = intIn(structure, "detections");
    track.framesSinceDetection = intIn(structure, "frames-since-detection");
    track.misses = intIn(structure, "misses");
    track.confirmed = isTrue(structure, "confirmed");
    track.clean = isTrue(structure, "clean");
    track.cleanDetections = intIn(structure, "clean-detections");
    track.detection = -1;
    track.embedding = floatsIn(structure, "embedding");
    return track;
}

std::vector<ShownTrack> shownTracks(GstBuffer* buffer, cv::Size frame) {
    std::vector<ShownTrack> tracks;
    for (Region* const region : personRegions(buffer)) {
        const GstStructure* const structure = structureOf(*region, TRACK_STRUCTURE);
        if (structure) tracks.push_back({region, structure, trackIn(structure, boxOf(*region, structure, frame))});
    }
    std::sort(tracks.begin(), tracks.end(),
              [](const ShownTrack& a, const ShownTrack& b) { return a.track.id < b.track.id; });
    return tracks;
}

std::string modelOfLook(const Region& region) {
    const GstStructure* const look = structureOf(region, REID_STRUCTURE);
    const gchar* const model = look ? gst_structure_get_string(look, "model") : nullptr;
    return model ? model : "";
}

std::set<int> livingTracks(GstBuffer* buffer) {
    std::set<int> ids;
    for (const Region* const region : personRegions(buffer)) {
        const GstStructure* const structure = structureOf(*region, TRACK_STRUCTURE);
        if (structure) ids.insert(intIn(structure, "track-id"));
    }
    for (const GstStructure* const structure : hiddenTracksOf(buffer))
        ids.insert(intIn(structure, "track-id"));
    return ids;
}

void setLook(GstStructure* track, const reid::Appearance& look, const std::string& model) {
    GstStructure* const structure = gst_structure_new_empty(LOOK_FIELD);
    setAppearance(structure, look, model);
    gst_structure_set(track, LOOK_FIELD, GST_TYPE_STRUCTURE, structure, nullptr);
    gst_structure_free(structure);
}

std::map<int, reid::Appearance> looksOfTracker(GstBuffer* buffer, const std::string& model) {
    std::vector<const GstStructure*> structures = hiddenTracksOf(buffer);
    for (const Region* const region : personRegions(buffer)) {
        if (const GstStructure* const structure = structureOf(*region, TRACK_STRUCTURE))
            structures.push_back(structure);
    }
    std::map<int, reid::Appearance> looks;
    for (const GstStructure* const structure : structures) {
        const GValue* const value = gst_structure_get_value(structure, LOOK_FIELD);
        const GstStructure* const look =
            value && GST_VALUE_HOLDS_STRUCTURE(value) ? gst_value_get_structure(value) : nullptr;
        if (!look || !isOfModel(look, model)) continue;
        reid::Appearance appearance = appearanceIn(look);
        if (!appearance.embedding.empty() && !appearance.maps.empty())
            looks[intIn(structure, "track-id")] = std::move(appearance);
    }
    return looks;
}

std::vector<reid::Person> peopleIn(GstBuffer* buffer, cv::Size frame) {
    std::vector<reid::Person> people;
    for (const Region* const region : personRegions(buffer)) {
        reid::Person person{};
        const GstStructure* const track = structureOf(*region, TRACK_STRUCTURE);
        if (track) {
            person.trackId = intIn(track, "track-id");
            person.box = boxOf(*region, track, frame);
            person.confidence = floatIn(track, CONFIDENCE_FIELD);
            person.detected = isTrue(track, "detected");
        } else {
            const reid::Detection detection = detectionOf(*region, frame);
            person.box = detection.box;
            person.confidence = detection.confidence;
            person.detected = true;
        }
        person.box = reid::cutAtFrame(person.box, frame);
        if (const GstStructure* const look = structureOf(*region, REID_STRUCTURE)) readReid(look, person);
        if (const GstStructure* const answer = structureOf(*region, GALLERY_STRUCTURE)) readGallery(answer, person);
        people.push_back(std::move(person));
    }
    std::stable_sort(people.begin(), people.end(),
                     [](const reid::Person& a, const reid::Person& b) { return a.trackId < b.trackId; });
    return people;
}

std::vector<cv::Rect2f> everybodyIn(GstBuffer* buffer, cv::Size frame) {
    std::vector<cv::Rect2f> boxes;
    for (const reid::Person& person : peopleIn(buffer, frame))
        boxes.push_back(person.box);
    for (const GstStructure* const detection : detectionsOf(buffer))
        boxes.push_back(exactBoxIn(detection));
    for (const GstStructure* const track : hiddenTracksOf(buffer))
        boxes.push_back(exactBoxIn(track));
    return boxes;
}

}  // namespace brnpa
