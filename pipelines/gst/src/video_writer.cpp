#include "video/video_writer.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "h264_encoder.hpp"
#include "pipeline.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"

namespace video {

namespace {

/// Told to the encoder where the rate is not known; the times of the frames stay their own.
constexpr Ratio ASSUMED_FRAME_RATE{25, 1};
constexpr guint FINE_TIMESCALE = 90000;  ///< ticks a second, for videos without a frame rate to derive them from
constexpr GstClockTime ROOM_WAIT_STEP = 2 * GST_MSECOND;
constexpr GstClockTime END_WAIT_STEP = 100 * GST_MSECOND;

int evenAbove(int length) {
    return length + length % 2;
}

VideoFormat withFrameRate(VideoFormat format) {
    if (format.frameRate.numerator <= 0) format.frameRate = ASSUMED_FRAME_RATE;
    return format;
}

std::string hiddenBeside(const std::string& path, const char* ending) {
    const std::filesystem::path file(path);
    return (file.parent_path() / ("." + file.filename().string() + ending)).string();
}

}  // namespace

struct VideoWriter::Impl {
    Impl(std::string outputPath, const VideoFormat& videoFormat, const VideoWriterOptions& options)
        : path(std::move(outputPath)),
          partialPath(hiddenBeside(path, ".partial")),
          indexPath(hiddenBeside(path, ".partial-index")),
          queuedFrames(static_cast<guint64>(options.queuedFrames)),
          hasFrameRate(videoFormat.frameRate.numerator > 0),
          format(withFrameRate(videoFormat)),
          paddedSize(evenAbove(format.size.width), evenAbove(format.size.height)) {
        CV_Assert(!format.size.empty());
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

        gst_video_info_set_format(&info, GST_VIDEO_FORMAT_BGR, paddedSize.width, paddedSize.height);
        GST_VIDEO_INFO_FPS_N(&info) = format.frameRate.numerator;
        GST_VIDEO_INFO_FPS_D(&info) = format.frameRate.denominator;
        GST_VIDEO_INFO_PAR_N(&info) = format.pixelAspect.numerator;
        GST_VIDEO_INFO_PAR_D(&info) = format.pixelAspect.denominator;
        const GstPointer<GstCaps> bgr(gst_video_info_to_caps(&info));
        gst_util_set_object_arg(G_OBJECT(source), "format", "time");
        g_object_set(source, "caps", bgr.get(), "max-bytes", G_GUINT64_CONSTANT(0), "max-buffers",
                     G_GUINT64_CONSTANT(0), nullptr);
        // Browsers decode 8-bit 4:2:0 only.
        gst_util_set_object_arg(G_OBJECT(planar), "caps", "video/x-raw, format=I420");
        g_object_set(mux, "faststart", TRUE, "faststart-file", indexPath.c_str(), nullptr);
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

    GstPointer<GstBuffer> bufferOf(const cv::Mat& image) const {
        GstPointer<GstBuffer> buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr));
        GstVideoFrame mapped;
        if (!buffer || !gst_video_frame_map(&mapped, &info, buffer.get(), GST_MAP_WRITE))
            throw reid::ResourceError(
                fmt::format("No memory for a frame of {}x{} pixels.", paddedSize.width, paddedSize.height));
        cv::Mat target(paddedSize, CV_8UC3, GST_VIDEO_FRAME_PLANE_DATA(&mapped, 0),
                       GST_VIDEO_FRAME_PLANE_STRIDE(&mapped, 0));
        cv::copyMakeBorder(image, target, 0, paddedSize.height - image.rows, 0, paddedSize.width - image.cols,
                           cv::BORDER_REPLICATE);
        gst_video_frame_unmap(&mapped);
        return buffer;
    }

    void removePartialFiles() const {
        std::error_code ignored;
        std::filesystem::remove(partialPath, ignored);
        std::filesystem::remove(indexPath, ignored);
    }

    const std::string path;
    const std::string partialPath;
    const std::string indexPath;  ///< mp4mux gathers the pictures here until it can write the index in front of them
    const guint64 queuedFrames;
    const bool hasFrameRate;
    const VideoFormat format;
    const cv::Size paddedSize;
    std::unique_ptr<Pipeline> pipeline;
    GstElement* source = nullptr;
    GstVideoInfo info{};
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
    CV_CheckTypeEQ(frame.image.type(), CV_8UC3, "a frame must be B, G, R");
    CV_CheckEQ(frame.image.cols, impl_->format.size.width, "a frame must have the width of the video");
    CV_CheckEQ(frame.image.rows, impl_->format.size.height, "a frame must have the height of the video");
    if (impl_->frames > 0 && frame.ptsNs <= impl_->lastPtsNs)
        CV_Error_(cv::Error::StsBadArg,
                  ("a frame at %lld ns must come after the last one at %lld ns", static_cast<long long>(frame.ptsNs),
                   static_cast<long long>(impl_->lastPtsNs)));

    impl_->waitForRoom();
    GstPointer<GstBuffer> buffer = impl_->bufferOf(frame.image);
    GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(frame.ptsNs);
    if (frame.durationNs > 0) GST_BUFFER_DURATION(buffer.get()) = static_cast<GstClockTime>(frame.durationNs);
    const GstFlowReturn flow = gst_app_src_push_buffer(GST_APP_SRC(impl_->source), buffer.release());
    impl_->pipeline->listen(flow == GST_FLOW_OK ? 0 : END_WAIT_STEP);
    impl_->failOnError();
    if (flow != GST_FLOW_OK)
        throw reid::ResourceError(fmt::format("{} cannot be written: the encoder stopped.", impl_->path));
    impl_->lastPtsNs = frame.ptsNs;
    ++impl_->frames;
}

void VideoWriter::finish() {
    if (impl_->frames == 0) throw reid::ResourceError(fmt::format("{} would hold no frame.", impl_->path));
    gst_app_src_end_of_stream(GST_APP_SRC(impl_->source));
    while (!impl_->pipeline->ended()) {
        impl_->pipeline->listen(END_WAIT_STEP);
        impl_->failOnError();
    }
    impl_->pipeline.reset();  // closes the file
    reid::publishFile(impl_->partialPath, impl_->path);
}

}  // namespace video
