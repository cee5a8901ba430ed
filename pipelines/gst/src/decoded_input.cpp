#include "decoded_input.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "reid/errors.hpp"
#include "video/camera_device.hpp"
#include "video/input_address.hpp"

namespace video {

namespace {

constexpr auto TEST_PATTERN = "test://ball";
constexpr guint RTSP_JITTER_MS = 100;         ///< that packets may come late; rtspsrc's own two seconds are seen
constexpr guint64 RTSP_TIMEOUT_US = 5000000;  ///< without an answer of the camera

std::string uriOf(const std::string& input) {
    if (isUri(input) || cameraPathOf(input)) return input;
    std::error_code failure;
    const auto status = std::filesystem::status(input, failure);
    if (!std::filesystem::exists(status)) throw reid::InputError(fmt::format("There is no video file {}.", input));
    if (std::filesystem::is_directory(status))
        throw reid::InputError(fmt::format("{} is a folder; a video file is wanted.", input));
    GError* received = nullptr;
    const std::string path = std::filesystem::absolute(input).string();
    const GstPointer<gchar> uri(gst_filename_to_uri(path.c_str(), &received));
    const GstPointer<GError> error(received);
    if (!uri) throw reid::InputError(fmt::format("{} cannot be written as a URI.", input));
    return uri.get();
}

GstPointer<GstCaps> capsOf(GstPad* pad) {
    GstPointer<GstCaps> caps(gst_pad_get_current_caps(pad));
    if (!caps) caps.reset(gst_pad_query_caps(pad, nullptr));
    return caps;
}

bool startsWith(const GstCaps* caps, const char* prefix) {
    return gst_caps_get_size(caps) > 0 &&
           g_str_has_prefix(gst_structure_get_name(gst_caps_get_structure(caps, 0)), prefix);
}

}  // namespace

DecodedInput::DecodedInput(Pipeline& pipeline, const std::string& input, bool live, GstElement* next)
    : pipeline_(pipeline), uri_(uriOf(input)), next_(next) {
    if (const std::optional<std::string> device = cameraPathOf(input))
        addCamera(*device);
    else
        input == TEST_PATTERN ? addPattern(live) : addDecoder();
}

void DecodedInput::addPattern(bool live) {
    GstElement* source = pipeline_.add("videotestsrc");
    GstElement* shape = pipeline_.add("capsfilter");
    gst_util_set_object_arg(G_OBJECT(source), "pattern", "ball");
    gst_util_set_object_arg(G_OBJECT(shape), "caps", "video/x-raw, width=640, height=480, framerate=25/1");
    g_object_set(source, "is-live", live ? TRUE : FALSE, nullptr);
    pipeline_.link({source, shape, next_});
    linked_ = true;
}

void DecodedInput::addCamera(const std::string& path) {
    camera_.emplace(pipeline_, path);
    GstElement* decoder = pipeline_.add("decodebin");
    listenTo(decoder);
    pipeline_.link({camera_->output(), decoder});
}

void DecodedInput::addDecoder() {
    GstElement* source = pipeline_.add("uridecodebin");
    g_object_set(source, "uri", uri_.c_str(), nullptr);
    g_signal_connect(source, "source-setup", G_CALLBACK(setUpSource), this);
    listenTo(source);
}

void DecodedInput::listenTo(GstElement* decoder) {
    g_signal_connect(decoder, "autoplug-continue", G_CALLBACK(decodeFurther), this);
    g_signal_connect(decoder, "pad-added", G_CALLBACK(linkVideo), this);
    g_signal_connect(decoder, "no-more-pads", G_CALLBACK(noteIfNoVideo), this);
}

/// Pictures of a camera over TCP: over UDP a lost packet smears everything up to the next key frame.
void DecodedInput::setUpSource(GstElement*, GstElement* source, gpointer) {
    const GstElementFactory* factory = gst_element_get_factory(source);
    if (!factory || std::string(GST_OBJECT_NAME(factory)) != "rtspsrc") return;
    gst_util_set_object_arg(G_OBJECT(source), "protocols", "tcp");
    g_object_set(source, "latency", RTSP_JITTER_MS, "drop-on-latency", TRUE, "tcp-timeout", RTSP_TIMEOUT_US, nullptr);
}

/// Sound and subtitles are left as they are: decoding them would be work for nothing, and might want a plugin.
gboolean DecodedInput::decodeFurther(GstElement*, GstPad*, GstCaps* caps, gpointer) {
    for (const char* other : {"audio/", "text/", "subtitle/", "subpicture/", "application/x-ssa", "application/x-ass"})
        if (startsWith(caps, other)) return FALSE;
    return TRUE;
}

void DecodedInput::linkVideo(GstElement*, GstPad* pad, gpointer self) {
    auto* input = static_cast<DecodedInput*>(self);
    if (input->linked_ || !startsWith(capsOf(pad).get(), "video/x-raw")) return;
    const GstPointer<GstPad> target(gst_element_get_static_pad(input->next_, "sink"));
    input->linked_ = gst_pad_link(pad, target.get()) == GST_PAD_LINK_OK;
}

void DecodedInput::noteIfNoVideo(GstElement*, gpointer self) {
    auto* input = static_cast<DecodedInput*>(self);
    if (!input->linked_) input->pipeline_.postNote();
}

}  // namespace video
