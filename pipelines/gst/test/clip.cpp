#include "clip.hpp"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <array>
#include <fstream>
#include <stdexcept>

#include "gst_pointer.hpp"

namespace {

using video::GstPointer;

GstPointer<GstElement> parse(const std::string& description) {
    gst_init(nullptr, nullptr);
    GError* received = nullptr;
    GstPointer<GstElement> pipeline(gst_parse_launch(description.c_str(), &received));
    const GstPointer<GError> error(received);
    if (!pipeline || error) throw std::runtime_error(error ? error->message : "no pipeline");
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    return pipeline;
}

void waitForEnd(GstElement* pipeline) {
    const GstPointer<GstBus> bus(gst_element_get_bus(pipeline));
    const GstPointer<GstMessage> message(gst_bus_timed_pop_filtered(
        bus.get(), GST_CLOCK_TIME_NONE, static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR)));
    gst_element_set_state(pipeline, GST_STATE_NULL);
    if (GST_MESSAGE_TYPE(message.get()) != GST_MESSAGE_ERROR) return;
    GError* received = nullptr;
    gst_message_parse_error(message.get(), &received, nullptr);
    const GstPointer<GError> error(received);
    throw std::runtime_error(error->message);
}

bool isIndexInFront(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<unsigned char, 8> header{};
    while (file.read(reinterpret_cast<char*>(header.data()), header.size())) {
        const std::string type(header.begin() + 4, header.end());
        if (type == "moov") return true;
        if (type == "mdat") return false;
        const int64_t size = (int64_t{header[0]} << 24) | (header[1] << 16) | (header[2] << 8) | header[3];
        if (size < 8) return false;
        file.seekg(size - 8, std::ios::cur);
    }
    return false;
}

std::string field(const GstCaps* caps, const char* name) {
    const gchar* text = gst_structure_get_string(gst_caps_get_structure(caps, 0), name);
    return text ? text : "";
}

}  // namespace

void runPipeline(const std::string& description) {
    waitForEnd(parse(description).get());
}

Clip probeClip(const std::string& path) {
    const auto pipeline = parse("filesrc location=\"" + path +
                                "\" ! qtdemux ! h264parse name=parse ! avdec_h264 ! appsink name=sink sync=false");
    const GstPointer<GstElement> sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "sink"));
    const GstPointer<GstElement> parser(gst_bin_get_by_name(GST_BIN(pipeline.get()), "parse"));

    Clip clip;
    clip.indexInFront = isIndexInFront(path);
    while (const GstPointer<GstSample> sample{gst_app_sink_pull_sample(GST_APP_SINK(sink.get()))}) {
        GstVideoInfo info;
        gst_video_info_from_caps(&info, gst_sample_get_caps(sample.get()));
        clip.width = GST_VIDEO_INFO_WIDTH(&info);
        clip.height = GST_VIDEO_INFO_HEIGHT(&info);
        clip.pixelFormat = gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info));
        clip.ptsNs.push_back(
            static_cast<int64_t>(gst_segment_to_stream_time(gst_sample_get_segment(sample.get()), GST_FORMAT_TIME,
                                                            GST_BUFFER_PTS(gst_sample_get_buffer(sample.get())))));
        if (clip.profile.empty()) {
            const GstPointer<GstPad> pad(gst_element_get_static_pad(parser.get(), "src"));
            const GstPointer<GstCaps> caps(gst_pad_get_current_caps(pad.get()));
            clip.profile = field(caps.get(), "profile");
        }
    }
    waitForEnd(pipeline.get());
    return clip;
}
