#pragma once

#include <gst/gst.h>

#include <memory>

namespace video {

struct GstRelease {
    void operator()(GstElement* element) const { gst_object_unref(element); }
    void operator()(GstElementFactory* factory) const { gst_object_unref(factory); }
    void operator()(GstBus* bus) const { gst_object_unref(bus); }
    void operator()(GstClock* clock) const { gst_object_unref(clock); }
    void operator()(GstPad* pad) const { gst_object_unref(pad); }
    void operator()(GstCaps* caps) const { gst_caps_unref(caps); }
    void operator()(GstSample* sample) const { gst_sample_unref(sample); }
    void operator()(GstBuffer* buffer) const { gst_buffer_unref(buffer); }
    void operator()(GstMessage* message) const { gst_message_unref(message); }
    void operator()(GError* error) const { g_error_free(error); }
    void operator()(gchar* text) const { g_free(text); }
};

/// Owns one reference of a GLib or GStreamer object.
template <typename T>
using GstPointer = std::unique_ptr<T, GstRelease>;

}  // namespace video
