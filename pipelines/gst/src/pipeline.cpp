#include "pipeline.hpp"

#include <gst/pbutils/pbutils.h>

#include <map>

#include "reid/errors.hpp"
#include "video/gstreamer.hpp"

namespace video {

std::string debianPackageOf(const std::string& element) {
    static const std::map<std::string, std::string> packages = {
        {"filesink", "libgstreamer1.0-0"},           {"h264parse", "gstreamer1.0-plugins-bad"},
        {"hlssink2", "gstreamer1.0-plugins-bad"},    {"mp4mux", "gstreamer1.0-plugins-good"},
        {"openh264enc", "gstreamer1.0-plugins-bad"}, {"vah264enc", "gstreamer1.0-plugins-bad"},
        {"v4l2src", "gstreamer1.0-plugins-good"},    {"videoflip", "gstreamer1.0-plugins-good"},
        {"x264enc", "gstreamer1.0-plugins-ugly"},    {"capsfilter", "libgstreamer1.0-0"},
    };
    const auto found = packages.find(element);
    return found != packages.end() ? found->second : "gstreamer1.0-plugins-base";
}

Pipeline::Pipeline() {
    startGStreamer();
    pipeline_.reset(gst_pipeline_new(nullptr));
    bus_.reset(gst_pipeline_get_bus(GST_PIPELINE(pipeline_.get())));
}

Pipeline::~Pipeline() {
    gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

GstElement* Pipeline::add(const char* elementName) {
    GstElement* element = gst_element_factory_make(elementName, nullptr);
    if (!element)
        throw reid::ResourceError(std::string("The GStreamer element ") + elementName +
                                  " is not installed; Debian has it in the package " + debianPackageOf(elementName) +
                                  ".");
    gst_bin_add(GST_BIN(pipeline_.get()), element);
    return element;
}

void Pipeline::link(const std::vector<GstElement*>& elements) {
    for (size_t i = 1; i < elements.size(); ++i) {
        if (gst_element_link(elements[i - 1], elements[i])) continue;
        const GstPointer<gchar> from(gst_element_get_name(elements[i - 1])), to(gst_element_get_name(elements[i]));
        throw reid::ResourceError(std::string("The GStreamer elements ") + from.get() + " and " + to.get() +
                                  " do not fit together in this installation.");
    }
}

bool Pipeline::prepare() {
    return gst_element_set_state(pipeline_.get(), GST_STATE_READY) != GST_STATE_CHANGE_FAILURE;
}

bool Pipeline::play() {
    return gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE;
}

void Pipeline::forgetMessages() {
    gst_bus_set_flushing(bus_.get(), TRUE);
    gst_bus_set_flushing(bus_.get(), FALSE);
}

void Pipeline::listen(GstClockTime timeout) {
    constexpr auto wanted = static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_ELEMENT |
                                                        GST_MESSAGE_APPLICATION);
    while (GstPointer<GstMessage> message{gst_bus_timed_pop_filtered(bus_.get(), timeout, wanted)}) {
        take(message.get());
        timeout = 0;
    }
}

bool Pipeline::hasDemuxerThatGaveUp() const {
    const auto gaveUp = [](const GValue* item, gpointer found) {
        auto* element = GST_ELEMENT(g_value_get_object(item));
        const gchar* kind = gst_element_get_metadata(element, GST_ELEMENT_METADATA_KLASS);
        const GstPointer<GstPad> pad(gst_element_get_static_pad(element, "sink"));
        if (!kind || !pad || !g_strrstr(kind, "Demux")) return;
        if (GST_PAD_MODE(pad.get()) == GST_PAD_MODE_PULL && gst_pad_get_task_state(pad.get()) == GST_TASK_PAUSED &&
            element->numsrcpads == 0)
            *static_cast<bool*>(found) = true;
    };
    bool found = false;
    GstIterator* elements = gst_bin_iterate_recurse(GST_BIN(pipeline_.get()));
    while (gst_iterator_foreach(elements, gaveUp, &found) == GST_ITERATOR_RESYNC)
        gst_iterator_resync(elements);
    gst_iterator_free(elements);
    return found;
}

void Pipeline::postNote() {
    gst_element_post_message(pipeline_.get(),
                             gst_message_new_application(GST_OBJECT(pipeline_.get()), gst_structure_new_empty("note")));
}

void Pipeline::take(GstMessage* message) {
    switch (GST_MESSAGE_TYPE(message)) {
        case GST_MESSAGE_ERROR: {
            GError* received = nullptr;
            gst_message_parse_error(message, &received, nullptr);
            const GstPointer<GError> failure(received);
            if (error_) return;
            busy_ = g_error_matches(failure.get(), GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY);
            error_ = failure->message;
            for (char& character : *error_)
                if (character == '\n') character = ' ';
            while (!error_->empty() && (error_->back() == '.' || error_->back() == ' '))
                error_->pop_back();
            return;
        }
        case GST_MESSAGE_EOS:
            ended_ = true;
            return;
        case GST_MESSAGE_APPLICATION:
            noted_ = true;
            return;
        case GST_MESSAGE_ELEMENT:
            if (gst_is_missing_plugin_message(message)) {
                const GstPointer<gchar> what(gst_missing_plugin_message_get_description(message));
                if (!missingPlugins_.empty()) missingPlugins_ += ", ";
                missingPlugins_ += what.get();
            }
            return;
        default:
            return;
    }
}

}  // namespace video
