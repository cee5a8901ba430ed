#include <fmt/format.h>
#include <gst/app/gstappsrc.h>

#include <filesystem>

#include "frame_feed.hpp"
#include "h264_encoder.hpp"
#include "pipeline.hpp"
#include "reid/errors.hpp"
#include "video/frame_sink.hpp"

namespace video {

namespace {

constexpr guint PIECE_SECONDS = 2;
constexpr guint PIECES_LISTED = 6;
constexpr guint PIECES_KEPT = 10;  ///< more than are listed: a viewer may be behind
constexpr GstClockTime END_WAIT_STEP = 100 * GST_MSECOND;
constexpr int END_WAIT_STEPS = 100;

/// Frames into a pipeline that must not hold up who writes: the oldest are left out.
class LiveSink : public FrameSink {
  public:
    LiveSink(std::string purpose, const VideoFormat& format)
        : purpose_(std::move(purpose)), source_(pipeline_.add("appsrc")), feed_(source_, format) {
        feed_.makeLive();
    }

    void write(const VideoFrame& frame) override {
        const GstFlowReturn flow = feed_.push(frame);
        pipeline_.listen(flow == GST_FLOW_OK ? 0 : END_WAIT_STEP);
        fail(flow != GST_FLOW_OK);
    }

    void finish() override {
        gst_app_src_end_of_stream(GST_APP_SRC(source_));
        for (int i = 0; i < END_WAIT_STEPS && !pipeline_.ended(); ++i) {
            pipeline_.listen(END_WAIT_STEP);
            fail(false);
        }
    }

  protected:
    void play() {
        const bool playing = pipeline_.play();
        pipeline_.listen();
        fail(!playing);
    }

    void fail(bool stopped) const {
        if (pipeline_.error()) throw reid::ResourceError(fmt::format("{}: {}.", purpose_, *pipeline_.error()));
        if (stopped) throw reid::ResourceError(fmt::format("{}: GStreamer does not say why.", purpose_));
    }

    std::string purpose_;
    Pipeline pipeline_;
    GstElement* source_;
    FrameFeed feed_;
};

class Window : public LiveSink {
  public:
    explicit Window(const VideoFormat& format) : LiveSink("No window can be opened", format) {
        GstElement* convert = pipeline_.add("videoconvert");
        GstElement* screen = pipeline_.add("autovideosink");
        g_object_set(screen, "sync", FALSE, nullptr);
        pipeline_.link({source_, convert, screen});
        play();
    }
};

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

std::unique_ptr<FrameSink> makeWindow(const VideoFormat& format) {
    return std::make_unique<Window>(format);
}

std::unique_ptr<FrameSink> makeHls(const std::string& folder, const std::string& name, const VideoFormat& format) {
    return std::make_unique<Hls>(folder, name, format);
}

}  // namespace video
