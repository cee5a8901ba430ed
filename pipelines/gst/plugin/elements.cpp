#include "elements.hpp"

#include "frame_mark.hpp"

namespace brnpa {

bool registerElements(GstPlugin* plugin) {
    registerFrameMark();
    const auto add = [plugin](const char* name, GType type) {
        return gst_element_register(plugin, name, GST_RANK_NONE, type) != FALSE;
    };
    return add("brnpadetect", gst_brnpa_detect_get_type()) && add("brnpatrack", gst_brnpa_track_get_type()) &&
           add("brnpareid", gst_brnpa_reid_get_type()) && add("brnpagallery", gst_brnpa_gallery_get_type()) &&
           add("brnpaoverlay", gst_brnpa_overlay_get_type()) &&
           add("brnpametawriter", gst_brnpa_meta_writer_get_type());
}

}  // namespace brnpa
