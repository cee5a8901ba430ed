#include "video/gstreamer.hpp"

#include <gst/gst.h>

#include "gst_pointer.hpp"
#include "reid/errors.hpp"

namespace video {

void startGStreamer() {
    GError* failure = nullptr;
    if (gst_init_check(nullptr, nullptr, &failure)) return;
    const GstPointer<GError> error(failure);
    throw reid::ResourceError(std::string("GStreamer cannot start: ") + (error ? error->message : "no reason given") +
                              ".");
}

std::string gstreamerVersion() {
    guint major = 0, minor = 0, micro = 0, nano = 0;
    gst_version(&major, &minor, &micro, &nano);
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(micro);
}

}  // namespace video
