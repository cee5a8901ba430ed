#pragma once

#include <gst/base/gstbasetransform.h>

#include <memory>
#include <string>

#include "frame_worker.hpp"

/// The base class of this plugin's elements: GObject and GStreamer's half of an element, whose other half is a
/// FrameWorker. It maps exceptions to element errors, keeps the values of the properties that a subclass installs, and
/// tells the worker when a stream starts, is flushed, changes or ends. Frames go through one by one and none is held
/// back, so that there is no latency to report. Frames that come too late are dropped before any work where the
/// property "qos" of GstBaseTransform is set.
struct GstBrnpaFilterState;

struct GstBrnpaFilter {
    GstBaseTransform parent;
    GstBrnpaFilterState* state;
};

struct GstBrnpaFilterClass {
    GstBaseTransformClass parent_class;
    /// Reads the element's properties. @throws reid::InputError, reid::ResourceError or cv::Exception.
    std::unique_ptr<brnpa::FrameWorker> (*makeWorker)(GstElement* element);
};

GType gst_brnpa_filter_get_type();

namespace brnpa {

/// Pixel formats that every element takes.
constexpr const char* PIXEL_FORMATS = "{ BGR, BGRx, BGRA, RGB, RGBx, RGBA, I420, NV12 }";

/// Kept properties are changed in NULL and READY only.
constexpr auto PROPERTY_FLAGS =
    static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);

/// The value is kept by the base class, by the property's name.
void installProperty(GstBrnpaFilterClass* filterClass, GParamSpec* property);

std::string textProperty(GstElement* element, const char* name);
bool flagProperty(GstElement* element, const char* name);
int intProperty(GstElement* element, const char* name);
int64_t longProperty(GstElement* element, const char* name);
double numberProperty(GstElement* element, const char* name);

}  // namespace brnpa
