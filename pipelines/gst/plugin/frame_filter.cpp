#include "frame_filter.hpp"

#include <exception>
#include <mutex>
#include <utility>

#include "element_news.hpp"
#include "reid/errors.hpp"

struct GstBrnpaFilterState {
    std::mutex mutex;  // of the worker: news come from any thread
    std::unique_ptr<brnpa::FrameWorker> worker;
    bool outdated = true;  // properties have changed since the worker was made
    GstVideoInfo format;
    bool hasFormat = false;
    int64_t lastEndNs = 0;           // when the frame before ended, for frames without a time
    GstStructure* values = nullptr;  // of the properties, by name
};

G_DEFINE_ABSTRACT_TYPE(GstBrnpaFilter, gst_brnpa_filter, GST_TYPE_BASE_TRANSFORM)

namespace {

GstBrnpaFilter* filterOf(gpointer object) {
    return reinterpret_cast<GstBrnpaFilter*>(object);
}

GstBrnpaFilterState& stateOf(gpointer object) {
    return *filterOf(object)->state;
}

/// Posts the exception that is being handled as the element's error message.
void postCurrentException(gpointer element) {
    try {
        throw;
    } catch (const reid::ResourceError& error) {
        GST_ELEMENT_ERROR(element, RESOURCE, FAILED, ("%s", error.what()), (nullptr));
    } catch (const reid::InputError& error) {
        GST_ELEMENT_ERROR(element, RESOURCE, SETTINGS, ("%s", error.what()), (nullptr));
    } catch (const cv::Exception& error) {
        GST_ELEMENT_ERROR(element, LIBRARY, FAILED, ("%s.", error.err.c_str()), ("%s", error.what()));
    } catch (const std::exception& error) {
        GST_ELEMENT_ERROR(element, LIBRARY, FAILED, ("%s.", error.what()), (nullptr));
    }
}

/// @returns whether nothing was thrown.
template <typename Work>
bool guarded(gpointer element, const Work& work) {
    GstBrnpaFilterState& state = stateOf(element);
    try {
        const std::lock_guard<std::mutex> lock(state.mutex);
        if (state.worker) work(*state.worker);
        return true;
    } catch (...) {
        postCurrentException(element);
        return false;
    }
}

bool openWorker(GstElement* element) {
    GstBrnpaFilterState& state = stateOf(element);
    auto* const filterClass = reinterpret_cast<GstBrnpaFilterClass*>(G_OBJECT_GET_CLASS(element));
    try {
        {
            const std::lock_guard<std::mutex> lock(state.mutex);
            state.worker.reset();  // which may hold what the new one wants
        }
        auto worker = filterClass->makeWorker(element);
        const std::lock_guard<std::mutex> lock(state.mutex);
        state.worker = std::move(worker);
        state.outdated = false;
        return true;
    } catch (...) {
        postCurrentException(element);
        return false;
    }
}

GstStateChangeReturn changeState(GstElement* element, GstStateChange transition) {
    GstBrnpaFilterState& state = stateOf(element);
    const bool opens = transition == GST_STATE_CHANGE_NULL_TO_READY ||
                       (transition == GST_STATE_CHANGE_READY_TO_PAUSED && state.outdated);
    if (opens && !openWorker(element)) return GST_STATE_CHANGE_FAILURE;
    const GstStateChangeReturn result =
        GST_ELEMENT_CLASS(gst_brnpa_filter_parent_class)->change_state(element, transition);
    if (transition == GST_STATE_CHANGE_READY_TO_NULL) {
        const std::lock_guard<std::mutex> lock(state.mutex);
        state.worker.reset();
    }
    return result;
}

gboolean start(GstBaseTransform* base) {
    GstBrnpaFilterState& state = stateOf(base);
    state.hasFormat = false;
    state.lastEndNs = 0;
    return guarded(base, [](brnpa::FrameWorker& worker) { worker.restart(); });
}

gboolean stop(GstBaseTransform* base) {
    return guarded(base, [](brnpa::FrameWorker& worker) { worker.stop(); });
}

gboolean setCaps(GstBaseTransform* base, GstCaps* caps, GstCaps* /*out*/) {
    GstBrnpaFilterState& state = stateOf(base);
    GstVideoInfo format;
    if (!gst_video_info_from_caps(&format, caps)) {
        GST_ERROR_OBJECT(base, "no raw video: %" GST_PTR_FORMAT, caps);
        return FALSE;
    }
    const bool otherSize = state.hasFormat && (GST_VIDEO_INFO_WIDTH(&format) != GST_VIDEO_INFO_WIDTH(&state.format) ||
                                               GST_VIDEO_INFO_HEIGHT(&format) != GST_VIDEO_INFO_HEIGHT(&state.format));
    state.format = format;
    state.hasFormat = true;
    return !otherSize || guarded(base, [](brnpa::FrameWorker& worker) { worker.beginScene(); });
}

gboolean sinkEvent(GstBaseTransform* base, GstEvent* event) {
    GstBrnpaFilterState& state = stateOf(base);
    bool good = true;
    switch (GST_EVENT_TYPE(event)) {
        case GST_EVENT_STREAM_START:
            good = guarded(base, [](brnpa::FrameWorker& worker) { worker.beginScene(); });
            break;
        case GST_EVENT_FLUSH_STOP:
            state.lastEndNs = 0;
            good = guarded(base, [](brnpa::FrameWorker& worker) { worker.restart(); });
            break;
        case GST_EVENT_EOS:
            good = guarded(base, [](brnpa::FrameWorker& worker) { worker.end(); });
            break;
        default:
            break;
    }
    const gboolean passed = GST_BASE_TRANSFORM_CLASS(gst_brnpa_filter_parent_class)->sink_event(base, event);
    return passed && good;
}

gboolean srcEvent(GstBaseTransform* base, GstEvent* event) {
    const GstStructure* const news = gst_event_get_structure(event);
    const bool heard = GST_EVENT_TYPE(event) != GST_EVENT_CUSTOM_UPSTREAM || !news ||
                       guarded(base, [&](brnpa::FrameWorker& worker) { worker.hear(*news); });
    return GST_BASE_TRANSFORM_CLASS(gst_brnpa_filter_parent_class)->src_event(base, event) && heard;
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* buffer) {
    GstBrnpaFilterState& state = stateOf(base);
    if (!state.hasFormat) return GST_FLOW_NOT_NEGOTIATED;
    guint64 time = GST_CLOCK_TIME_NONE;
    if (base->segment.format == GST_FORMAT_TIME && GST_BUFFER_PTS_IS_VALID(buffer))
        time = gst_segment_to_stream_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    const int64_t timeNs = GST_CLOCK_TIME_IS_VALID(time) ? static_cast<int64_t>(time) : state.lastEndNs;
    state.lastEndNs =
        timeNs + (GST_BUFFER_DURATION_IS_VALID(buffer) ? static_cast<int64_t>(GST_BUFFER_DURATION(buffer)) : 0);
    const brnpa::Frame frame{buffer, state.format, base->segment, timeNs};
    return guarded(base, [&](brnpa::FrameWorker& worker) { worker.process(frame); }) ? GST_FLOW_OK : GST_FLOW_ERROR;
}

void setProperty(GObject* object, guint /*number*/, const GValue* value, GParamSpec* property) {
    GstBrnpaFilterState& state = stateOf(object);
    GST_OBJECT_LOCK(object);
    gst_structure_set_value(state.values, property->name, value);
    state.outdated = true;
    GST_OBJECT_UNLOCK(object);
}

void getProperty(GObject* object, guint /*number*/, GValue* value, GParamSpec* property) {
    GST_OBJECT_LOCK(object);
    const GValue* const kept = gst_structure_get_value(stateOf(object).values, property->name);
    if (kept) {
        g_value_copy(kept, value);
    } else {
        g_param_value_set_default(property, value);
    }
    GST_OBJECT_UNLOCK(object);
}

void finalize(GObject* object) {
    gst_structure_free(stateOf(object).values);
    delete filterOf(object)->state;
    G_OBJECT_CLASS(gst_brnpa_filter_parent_class)->finalize(object);
}

void addPad(GstElementClass* elementClass, const char* name, GstPadDirection direction) {
    GstCaps* const caps =
        gst_caps_from_string((std::string("video/x-raw, format=(string)") + brnpa::PIXEL_FORMATS +
                              ", width=(int)[1, max], height=(int)[1, max], framerate=(fraction)[0, max]")
                                 .c_str());
    gst_element_class_add_pad_template(elementClass, gst_pad_template_new(name, direction, GST_PAD_ALWAYS, caps));
    gst_caps_unref(caps);
}

}  // namespace

static void gst_brnpa_filter_class_init(GstBrnpaFilterClass* filterClass) {
    auto* const objectClass = G_OBJECT_CLASS(filterClass);
    objectClass->finalize = finalize;
    auto* const elementClass = GST_ELEMENT_CLASS(filterClass);
    elementClass->change_state = changeState;
    addPad(elementClass, "sink", GST_PAD_SINK);
    addPad(elementClass, "src", GST_PAD_SRC);
    auto* const baseClass = GST_BASE_TRANSFORM_CLASS(filterClass);
    baseClass->start = start;
    baseClass->stop = stop;
    baseClass->set_caps = setCaps;
    baseClass->sink_event = sinkEvent;
    baseClass->src_event = srcEvent;
    baseClass->transform_ip = transform;
}

static void gst_brnpa_filter_init(GstBrnpaFilter* filter) {
    filter->state = new GstBrnpaFilterState;
    filter->state->values = gst_structure_new_empty("values");
    gst_base_transform_set_in_place(GST_BASE_TRANSFORM(filter), TRUE);
}

namespace brnpa {

void installProperty(GstBrnpaFilterClass* filterClass, GParamSpec* property) {
    constexpr guint ANY_NUMBER = 1;  // properties are told apart by their names here
    auto* const objectClass = G_OBJECT_CLASS(filterClass);
    objectClass->set_property = setProperty;  // GObject clears them in each subclass
    objectClass->get_property = getProperty;
    g_object_class_install_property(objectClass, ANY_NUMBER, property);
}

std::string textProperty(GstElement* element, const char* name) {
    gchar* text = nullptr;
    g_object_get(element, name, &text, nullptr);
    std::string copy = text ? text : "";
    g_free(text);
    return copy;
}

bool flagProperty(GstElement* element, const char* name) {
    gboolean value = FALSE;
    g_object_get(element, name, &value, nullptr);
    return value != FALSE;
}

int intProperty(GstElement* element, const char* name) {
    gint value = 0;
    g_object_get(element, name, &value, nullptr);
    return value;
}

int64_t longProperty(GstElement* element, const char* name) {
    gint64 value = 0;
    g_object_get(element, name, &value, nullptr);
    return value;
}

double numberProperty(GstElement* element, const char* name) {
    gdouble value = 0;
    g_object_get(element, name, &value, nullptr);
    return value;
}

}  // namespace brnpa
