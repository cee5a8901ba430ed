#include <fmt/format.h>

#include <filesystem>

#include "h264_encoder.hpp"
#include "live_sink.hpp"
#include "reid/errors.hpp"

namespace video {

namespace {

constexpr guint PIECE_SECONDS = 2;
constexpr guint PIECES_LISTED = 6;
constexpr guint PIECES_KEPT = 10;  ///< more than are listed: a viewer may be behind

class Hls : public LiveSink {
  public:
    Hls(const std::string& folder, const std::string& name, const VideoFormat& format)
        : LiveSink(fmt::format("Live streaming into {} does not work", folder), format) {
        const std::filesystem::path directory(folder);
        GstElement* convert = pipeline_.add("videoconvert");
        GstElement* planar = pipeline_.add("capsfilter");
        VideoWriterOptions options;
        options.immediate = true;
        GstElement* encoder = addH264Encoder(pipeline_, withFrameRate(format), options).element;
        GstElement* parse = pipeline_.add("h264parse");
        GstElement* pieces = pipeline_.add("hlssink2");
        gst_util_set_object_arg(G_OBJECT(planar), "caps", "video/x-raw, format=I420");
        g_object_set(pieces, "location", (directory / (name + "-%05d.ts")).c_str(), "playlist-location",
                     (directory / (name + ".m3u8")).c_str(), "target-duration", PIECE_SECONDS, "playlist-length",
                     PIECES_LISTED, "max-files", PIECES_KEPT, nullptr);
        pipeline_.link({source_, convert, planar, encoder, parse});
        if (!gst_element_link_pads(parse, "src", pieces, "video"))
            throw reid::ResourceError("The GStreamer element hlssink2 does not take H.264 in this installation.");
        play();
    }
};

}  // namespace

std::unique_ptr<FrameSink> makeHls(const std::string& folder, const std::string& name, const VideoFormat& format) {
    return std::make_unique<Hls>(folder, name, format);
}

}  // namespace video
