#include "frame_mark.hpp"

namespace brnpa {

namespace {

constexpr const char* MARK_NAME = "BrnpaFrame";
constexpr const char* RAN_FIELD = "detector-ran";
constexpr const char* START_FIELD = "start-confidence";
constexpr const char* HIDDEN_FIELD = "hidden-tracks";
constexpr const char* DETECTIONS_FIELD = "detections";

/// nullptr where there is none.
GstStructure* markOf(GstBuffer* buffer) {
    GstCustomMeta* const meta = gst_buffer_get_custom_meta(buffer, MARK_NAME);
    return meta ? gst_custom_meta_get_structure(meta) : nullptr;
}

GstStructure* writableMarkOf(GstBuffer* buffer) {
    if (GstStructure* const mark = markOf(buffer)) return mark;
    return gst_custom_meta_get_structure(gst_buffer_add_custom_meta(buffer, MARK_NAME));
}

/// @param structures become the mark's.
void markList(GstBuffer* buffer, const char* field, const std::vector<GstStructure*>& structures) {
    GValue list = G_VALUE_INIT;
    gst_value_array_init(&list, static_cast<guint>(structures.size()));
    for (GstStructure* const structure : structures) {
        GValue value = G_VALUE_INIT;
        g_value_init(&value, GST_TYPE_STRUCTURE);
        g_value_take_boxed(&value, structure);
        gst_value_array_append_and_take_value(&list, &value);
    }
    gst_structure_take_value(writableMarkOf(buffer), field, &list);
}

std::vector<const GstStructure*> listOf(GstBuffer* buffer, const char* field) {
    std::vector<const GstStructure*> structures;
    const GstStructure* const mark = markOf(buffer);
    const GValue* const list = mark ? gst_structure_get_value(mark, field) : nullptr;
    if (!list || !GST_VALUE_HOLDS_ARRAY(list)) return structures;
    for (guint i = 0; i < gst_value_array_get_size(list); ++i) {
        const GValue* const value = gst_value_array_get_value(list, i);
        if (GST_VALUE_HOLDS_STRUCTURE(value)) structures.push_back(gst_value_get_structure(value));
    }
    return structures;
}

}  // namespace

void registerFrameMark() {
    // No tags: it stays whatever happens to the pixels.
    static const gchar* noTags[] = {nullptr};
    if (!gst_meta_get_info(MARK_NAME)) gst_meta_register_custom(MARK_NAME, noTags, nullptr, nullptr, nullptr);
}

bool isMarked(GstBuffer* buffer) {
    return markOf(buffer) != nullptr;
}

void markDetector(GstBuffer* buffer, const DetectorMark& mark) {
    gst_structure_set(writableMarkOf(buffer), RAN_FIELD, G_TYPE_BOOLEAN, static_cast<gboolean>(mark.ran), START_FIELD,
                      G_TYPE_DOUBLE, mark.startConfidence, nullptr);
}

std::optional<DetectorMark> detectorMarkOf(GstBuffer* buffer) {
    const GstStructure* const mark = markOf(buffer);
    gboolean ran = FALSE;
    DetectorMark result{};
    if (!mark || !gst_structure_get_boolean(mark, RAN_FIELD, &ran) ||
        !gst_structure_get_double(mark, START_FIELD, &result.startConfidence))
        return std::nullopt;
    result.ran = ran != FALSE;
    return result;
}

void markTracks(GstBuffer* buffer, const std::vector<GstStructure*>& hidden) {
    markList(buffer, HIDDEN_FIELD, hidden);
}

std::vector<const GstStructure*> hiddenTracksOf(GstBuffer* buffer) {
    return listOf(buffer, HIDDEN_FIELD);
}

void markDetections(GstBuffer* buffer, const std::vector<GstStructure*>& detections) {
    markList(buffer, DETECTIONS_FIELD, detections);
}

std::vector<const GstStructure*> detectionsOf(GstBuffer* buffer) {
    return listOf(buffer, DETECTIONS_FIELD);
}

}  // namespace brnpa
