#include "elements.hpp"

#ifndef PACKAGE
#define PACKAGE "brnpa"  // GST_PLUGIN_DEFINE wants it
#endif

static gboolean brnpa_plugin_init(GstPlugin* plugin) {
    return brnpa::registerElements(plugin);
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, brnpa,
                  "People in video: detection, tracking, re-identification, attention maps", brnpa_plugin_init,
                  BRNPA_VERSION, "Apache-2.0", "BR-NPA for OpenCV", "https://arxiv.org/abs/2106.02566")
