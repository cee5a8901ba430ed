#pragma once

#include <gst/gst.h>

/// The elements of this plugin, one a file.
GType gst_brnpa_detect_get_type();
GType gst_brnpa_track_get_type();
GType gst_brnpa_reid_get_type();
GType gst_brnpa_gallery_get_type();
GType gst_brnpa_overlay_get_type();
GType gst_brnpa_meta_writer_get_type();

namespace brnpa {

/// Makes them known to GStreamer. @param plugin nullptr: for this process only.
bool registerElements(GstPlugin* plugin);

}  // namespace brnpa
