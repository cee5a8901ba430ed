#include "video/video_writer.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>

#include <chrono>
#include <filesystem>

#include "frame_feed.hpp"
#include "h264_encoder.hpp"
#include "pipeline.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"

namespace video {

namespace {

constexpr guint FINE_TIMESCALE = 90000;  ///< ticks a second, for videos without a frame rate to derive them from
constexpr guint FRAGMENT_MS = 1000;      ///< of a growing file: what a crash may take
constexpr auto SYNC_INTERVAL = std::chrono::seconds(1);
constexpr GstClockTime ROOM_WAIT_STEP = 2 * GST_MSECOND;
constexpr GstClockTime FINISH_WAIT_STEP = 100 * GST_MSECOND;

std::string hiddenBeside(const std::string& path, const char* ending) {
    const std::filesystem::path file(path);
    return (file.parent_path() / ("." + file.filename().string() + ending)).string();
}

}  // namespace

struct VideoWriter::Impl {
    Impl(std::string outputPath, const VideoFormat& videoFormat, const VideoWriterOptions& options)
        : path(std::move(outputPath)),
          growing(options.growing),
          partialPath(growing ? path : hiddenBeside(path, ".partial")),
          indexPath(hiddenBeside(path, ".partial-index")),
          queuedFrames(static_cast<guint64>(options.queuedFrames)),
          hasFrameRate(videoFormat.frameRate.numerator > 0),
          format(withFrameRate(videoFormat)) {
        try {
            build(options);
        } catch (...) {
            removePartialFiles();
            throw;
        }
    }

    ~Impl() {
        pipeline.reset();
        removePartialFiles();
    }

    void build(const VideoWriterOptions& options) {
        pipeline = std::make_unique<Pipeline>();
        source = pipeline->add("appsrc");
        GstElement* convert = pipeline->add("videoconvert");
        GstElement* planar = pipeline->add("capsfilter");
        const H264Encoder encoder = addH264Encoder(*pipeline, format, options);
        encoderName = encoder.name;
        GstElement* parse = pipeline->add("h264parse");
        GstElement* mux = pipeline->add("mp4mux");
        GstElement* sink = pipeline->add("filesink");

        feed = std::make_unique<FrameFeed>(source, format);
        g_object_set(source, "max-buffers", G_GUINT64_CONSTANT(0), nullptr);
        // Browsers decode 8-bit 4:2:0 only.
        gst_util_set_object_arg(G_OBJECT(planar), "caps", "video/x-raw, format=I420");
        if (growing) {
            g_object_set(mux, "fragment-duration", FRAGMENT_MS, nullptr);
            gst_util_set_object_arg(G_OBJECT(sink), "buffer-mode", "unbuffered");
        } else {
            g_object_set(mux, "faststart", TRUE, "faststart-file", indexPath.c_str(), nullptr);
        }
        if (!hasFrameRate) g_object_set(mux, "trak-timescale", FINE_TIMESCALE, nullptr);
        g_object_set(sink, "location", partialPath.c_str(), nullptr);
        pipeline->link({source, convert, planar, encoder.element, parse, mux, sink});

        const bool playing = pipeline->play();
        pipeline->listen();
        failOnError();
        if (!playing) throw reid::ResourceError(fmt::format("{} cannot be written.", path));
    }

    /// Not left to appsrc, whose blocking push sleeps on when an element behind it fails.
    void waitForRoom() {
        pipeline->listen();
        failOnError();
        while (gst_app_src_get_current_level_buffers(GST_APP_SRC(source)) >= queuedFrames) {
            pipeline->listen(ROOM_WAIT_STEP);
            failOnError();
        }
    }

    void failOnError() const {
        if (pipeline->error())
            throw reid::ResourceError(fmt::format("{} cannot be written: {}.", path, *pipeline->error()));
    }

    /// A growing file is to survive the plug that is pulled, too.
    void syncNowAndThen() {
        const auto now = std::chrono::steady_clock::now();
        if (!growing || now - lastSync < SYNC_INTERVAL) return;
        lastSync = now;
        reid::syncFile(path);
    }

    void removePartialFiles() const {
        if (growing) return;
        std::error_code ignored;
        std::filesystem::remove(partialPath, ignored);
        std::filesystem::remove(indexPath, ignored);
    }

    const std::string path;
    const bool growing;
    const std::string partialPath;
    const std::string indexPath;  ///< mp4mux gathers the pictures here until it can write the index in front of them
    const guint64 queuedFrames;
    const bool hasFrameRate;
    const VideoFormat format;
    std::unique_ptr<Pipeline> pipeline;
    GstElement* source = nullptr;
    std::unique_ptr<FrameFeed> feed;
    std::chrono::steady_clock::time_point lastSync{};
    std::string encoderName;
    int64_t frames = 0;
    int64_t lastPtsNs = 0;
};

VideoWriter::VideoWriter(const std::string& path, const VideoFormat& format, const VideoWriterOptions& options)
    : impl_(std::make_unique<Impl>(path, format, options)) {}

VideoWriter::~VideoWriter() = default;

const std::string& VideoWriter::encoder() const {
    return impl_->encoderName;
}

void VideoWriter::write(const VideoFrame& frame) {
    if (impl_->frames > 0 && frame.ptsNs <= impl_->lastPtsNs)
        CV_Error_(cv::Error::StsBadArg,
                  ("a frame at %lld ns must come after the last one at %lld ns", static_cast<long long>(frame.ptsNs),
                   static_cast<long long>(impl_->lastPtsNs)));

    impl_->waitForRoom();
    const GstFlowReturn flow = impl_->feed->push(frame);
    impl_->pipeline->listen(flow == GST_FLOW_OK ? 0 : FINISH_WAIT_STEP);
    impl_->failOnError();
    if (flow != GST_FLOW_OK)
        throw reid::ResourceError(fmt::format("{} cannot be written: the encoder stopped.", impl_->path));
    impl_->lastPtsNs = frame.ptsNs;
    ++impl_->frames;
    impl_->syncNowAndThen();
}

void VideoWriter::finish() {
    if (impl_->frames == 0) throw reid::ResourceError(fmt::format("{} would hold no frame.", impl_->path));
    gst_app_src_end_of_stream(GST_APP_SRC(impl_->source));
    while (!impl_->pipeline->ended()) {
        impl_->pipeline->listen(FINISH_WAIT_STEP);
        impl_->failOnError();
    }
    impl_->pipeline.reset();  // closes the file
    if (impl_->growing)
        reid::syncFile(impl_->path);
    else
        reid::publishFile(impl_->partialPath, impl_->path);
}

}  // namespace video
