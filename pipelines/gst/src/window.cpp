#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "live_sink.hpp"
#include "reid/errors.hpp"
#include "video/gstreamer.hpp"

namespace video {

namespace {

bool isSet(const char* variable) {
    const char* const value = std::getenv(variable);
    return value && *value;
}

/// Xlib ends the program on any error unless it is told otherwise, and GStreamer 1.22 makes one now and then: it
/// selects touch events with a mask of which it fills in only a part (XISelectEvents, BadValue), and loses nothing but
/// these.
void outliveErrorsOfXlib() {
    using Handler = int (*)(void* display, void* error);
    void* const library = dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);  // the sinks are linked with it
    if (!library) return;
    if (void* const setter = dlsym(library, "XSetErrorHandler"))
        reinterpret_cast<Handler (*)(Handler)>(setter)([](void*, void*) { return 0; });
    dlclose(library);
}

/// Not autovideosink, which goes on to sinks for consoles: DirectFB's takes the program with it where there is none.
/// @returns an element of the pipeline that has found its screen.
GstElement* addSinkOfDesktop(Pipeline& pipeline) {
    const bool wayland = isSet("WAYLAND_DISPLAY"), x11 = isSet("DISPLAY");
    if (!wayland && !x11)
        throw reid::ResourceError(
            "No window can be opened: there is no desktop, neither DISPLAY nor WAYLAND_DISPLAY is set.");
    std::vector<const char*> candidates;
    if (wayland) candidates.push_back("waylandsink");
    if (x11) candidates.insert(candidates.end(), {"xvimagesink", "ximagesink", "glimagesink"});
    for (const char* const candidate : candidates) {
        GstElement* const sink = gst_element_factory_make(candidate, nullptr);
        if (!sink) continue;
        gst_bin_add(GST_BIN(pipeline.get()), sink);
        outliveErrorsOfXlib();
        if (gst_element_set_state(sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE) return sink;
        gst_element_set_state(sink, GST_STATE_NULL);
        gst_bin_remove(GST_BIN(pipeline.get()), sink);
        pipeline.forgetMessages();
    }
    throw reid::ResourceError(
        fmt::format("No window can be opened: none of {} works here; ximagesink is in Debian's package gstreamer1.0-x.",
                    fmt::join(candidates, ", ")));
}

class Window : public LiveSink {
  public:
    Window(const std::string& title, const VideoFormat& format) : LiveSink("The window does not work", format) {
        GstElement* convert = pipeline_.add("videoconvert");
        GstElement* screen = addSinkOfDesktop(pipeline_);
        g_object_set(screen, "sync", FALSE, nullptr);
        pipeline_.link({source_, convert, screen});
        play();
        gst_element_send_event(source_, gst_event_new_tag(gst_tag_list_new(GST_TAG_TITLE, title.c_str(), nullptr)));
    }

    void write(const VideoFrame& frame) override {
        if (!closed()) LiveSink::write(frame);
    }

    void finish() override {
        if (!closed()) LiveSink::finish();
    }

    /// ximagesink and its like have no other word for it than an error.
    bool closed() override {
        pipeline_.listen();
        return pipeline_.error() == "Output window was closed";
    }
};

}  // namespace

std::unique_ptr<FrameSink> makeWindow(const std::string& title, const VideoFormat& format) {
    startGStreamer();
    return std::make_unique<Window>(title, format);
}

}  // namespace video
