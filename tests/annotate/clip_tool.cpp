// Makes and looks into test videos, with GStreamer alone and nothing of what is tested:
//   clip_tool make PIPELINE           runs a pipeline written as for gst-launch-1.0
//   clip_tool probe FILE              prints what is in an MP4 file, as JSON
//   clip_tool frame FILE INDEX        writes a frame of any video to stdout: rows of B, G, R without gaps
#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "clip.hpp"
#include "gst_pointer.hpp"

namespace {

using video::GstPointer;

void probe(const std::string& path) {
    const Clip clip = probeClip(path);
    std::cout
        << nlohmann::json{{"width", clip.width},     {"height", clip.height}, {"pixel_format", clip.pixelFormat},
                          {"profile", clip.profile}, {"pts_ns", clip.ptsNs},  {"index_in_front", clip.indexInFront}}
        << std::endl;
}

void writeRows(GstSample* sample) {
    GstVideoInfo info;
    GstVideoFrame frame;
    gst_video_info_from_caps(&info, gst_sample_get_caps(sample));
    if (!gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ))
        throw std::runtime_error("the frame cannot be read");
    const auto* data = static_cast<const char*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
    for (int row = 0; row < GST_VIDEO_FRAME_HEIGHT(&frame); ++row)
        std::cout.write(data + row * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0), 3 * GST_VIDEO_FRAME_WIDTH(&frame));
    std::cout.flush();
    gst_video_frame_unmap(&frame);
}

void writeFrame(const std::string& path, int index) {
    gst_init(nullptr, nullptr);
    const GstPointer<gchar> uri(gst_filename_to_uri(path.c_str(), nullptr));
    const std::string description = std::string("uridecodebin uri=\"") + uri.get() +
                                    "\" ! videoconvert ! video/x-raw,format=BGR ! appsink name=sink sync=false";
    const GstPointer<GstElement> pipeline(gst_parse_launch(description.c_str(), nullptr));
    const GstPointer<GstElement> sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "sink"));
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    GstPointer<GstSample> sample;
    for (int i = 0; i <= index; ++i) {
        sample.reset(gst_app_sink_pull_sample(GST_APP_SINK(sink.get())));
        if (!sample) throw std::runtime_error("the video has only " + std::to_string(i) + " frames");
    }
    writeRows(sample.get());
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        if (words.size() == 2 && words[0] == "make") {
            runPipeline(words[1]);
        } else if (words.size() == 2 && words[0] == "probe") {
            probe(words[1]);
        } else if (words.size() == 3 && words[0] == "frame") {
            writeFrame(words[1], std::stoi(words[2]));
        } else {
            throw std::runtime_error("usage: clip_tool make PIPELINE | probe FILE | frame FILE INDEX");
        }
    } catch (const std::exception& error) {
        std::cerr << "clip_tool: " << error.what() << std::endl;
        return 1;
    }
}
