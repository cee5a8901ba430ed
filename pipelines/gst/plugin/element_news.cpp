#include "element_news.hpp"

namespace brnpa {

namespace {

constexpr const char* TRACKS_FIELD = "tracks";

}  // namespace

void sendUpstream(GstElement* element, const char* news, const std::vector<int>& tracks) {
    if (tracks.empty()) return;
    GValue list = G_VALUE_INIT;
    gst_value_array_init(&list, static_cast<guint>(tracks.size()));
    for (const int track : tracks) {
        GValue number = G_VALUE_INIT;
        g_value_init(&number, G_TYPE_INT);
        g_value_set_int(&number, track);
        gst_value_array_append_and_take_value(&list, &number);
    }
    GstStructure* const structure = gst_structure_new_empty(news);
    gst_structure_take_value(structure, TRACKS_FIELD, &list);
    GstPad* const pad = gst_element_get_static_pad(element, "sink");
    gst_pad_push_event(pad, gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, structure));
    gst_object_unref(pad);
}

std::vector<int> tracksOf(const GstStructure& structure, const char* news) {
    std::vector<int> tracks;
    const GValue* const list =
        gst_structure_has_name(&structure, news) ? gst_structure_get_value(&structure, TRACKS_FIELD) : nullptr;
    if (!list || !GST_VALUE_HOLDS_ARRAY(list)) return tracks;
    for (guint i = 0; i < gst_value_array_get_size(list); ++i) {
        const GValue* const number = gst_value_array_get_value(list, i);
        if (G_VALUE_HOLDS_INT(number)) tracks.push_back(g_value_get_int(number));
    }
    return tracks;
}

}  // namespace brnpa
