#include "video/video_reader.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <atomic>
#include <chrono>
#include <cmath>

#include "decoded_input.hpp"
#include "frame_times.hpp"
#include "image_taker.hpp"
#include "pipeline.hpp"
#include "planes.hpp"
#include "reid/errors.hpp"
#include "riff_length.hpp"

namespace video {

namespace {

constexpr GstClockTime WAIT_STEP = 20 * GST_MSECOND;
/// How long frames that were decoded before an error may take to arrive after it.
constexpr auto FRAMES_AFTER_ERROR_PATIENCE = std::chrono::seconds(2);
/// A file that ends earlier than it promises by more than these is called cut short. Containers round.
constexpr double TOLERATED_GAP_SECONDS = 0.5;
constexpr double TOLERATED_GAP_SHARE = 0.02;

VideoFormat formatOf(const GstVideoInfo& info) {
    VideoFormat format;
    format.size = {GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info)};
    format.frameRate = {GST_VIDEO_INFO_FPS_N(&info), GST_VIDEO_INFO_FPS_D(&info)};
    format.pixelAspect = {GST_VIDEO_INFO_PAR_N(&info), GST_VIDEO_INFO_PAR_D(&info)};
    return format;
}

}  // namespace

struct VideoReader::Impl {
    Impl(std::string inputName, VideoReaderOptions readerOptions)
        : input(std::move(inputName)), options(std::move(readerOptions)) {
        GstElement* flip = pipeline.add("videoflip");
        GstElement* convert = pipeline.add("videoconvert");
        sink = pipeline.add("appsink");

        gst_util_set_object_arg(G_OBJECT(flip), "video-direction", "auto");
        // Nothing is to be turned unless the file says so later; without this it would copy every frame.
        gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(flip), TRUE);
        const GstPointer<GstCaps> formats(gst_caps_from_string("video/x-raw, format={I420, BGR}"));
        source.emplace(pipeline, input, options.live, flip);
        const bool paced = options.live && source->isFile();
        g_object_set(sink, "caps", formats.get(), "max-buffers",
                     options.live ? 1U : static_cast<guint>(options.queuedFrames), "drop", options.live ? TRUE : FALSE,
                     "sync", paced ? TRUE : FALSE, "enable-last-sample", FALSE, nullptr);
        const GstPointer<GstPad> arrivals(gst_element_get_static_pad(sink, "sink"));
        gst_pad_add_probe(arrivals.get(), GST_PAD_PROBE_TYPE_BUFFER, countArrival, this, nullptr);
        pipeline.link({flip, convert, sink});
    }

    static GstPadProbeReturn countArrival(GstPad*, GstPadProbeInfo*, gpointer self) {
        ++static_cast<Impl*>(self)->decoded;
        return GST_PAD_PROBE_OK;
    }

    [[noreturn]] void failBeforeFirstFrame() {
        if (!pipeline.missingPlugins().empty())
            throw reid::ResourceError(fmt::format(
                "{} cannot be decoded: GStreamer lacks a plugin for {}; Debian's packages gstreamer1.0-libav and "
                "gstreamer1.0-plugins-bad have the common ones.",
                input, pipeline.missingPlugins()));
        if (const CameraSource* camera = source->camera()) throw reid::InputError(camera->failure("gives no picture"));
        if (pipeline.noted()) throw reid::InputError(fmt::format("{} holds no video stream.", input));
        throw reid::InputError(fmt::format("{} cannot be read as a video: {}.", input,
                                           pipeline.error().value_or("it is damaged or incomplete")));
    }

    void open() {
        if (CameraSource* camera = source->camera()) camera->open(options.cameraSize);
        waitForFirstFrame();
        if (!pending) return;
        gst_video_info_from_caps(&info, gst_sample_get_caps(pending.get()));
        format = formatOf(info);
        if (options.keepPlanes) format.planes = Planes::colorsOf(info);
        gint64 length = 0;
        if (gst_element_query_duration(pipeline.get(), GST_FORMAT_TIME, &length) && length > 0) durationNs = length;
    }

    void waitForFirstFrame() {
        const auto deadline = std::chrono::steady_clock::now() + options.patience;
        if (!pipeline.play()) {
            pipeline.listen();
            failBeforeFirstFrame();
        }
        while (!options.stop()) {
            // Asked first: an error that is on its way when the demuxer stops is then heard below.
            const bool gaveUp = pipeline.hasDemuxerThatGaveUp();
            pending.reset(gst_app_sink_try_pull_sample(GST_APP_SINK(sink), WAIT_STEP));
            if (pending) return;
            pipeline.listen();
            if (pipeline.error() || pipeline.noted() || gaveUp || gst_app_sink_is_eos(GST_APP_SINK(sink)))
                failBeforeFirstFrame();
            if (std::chrono::steady_clock::now() > deadline)
                throw reid::InputError(fmt::format("{} gave no picture within {:g} s.", input, patienceSeconds()));
        }
    }

    /// @returns nothing at the end.
    GstPointer<GstSample> nextSample() {
        using Clock = std::chrono::steady_clock;
        if (pending) return std::move(pending);
        std::optional<Clock::time_point> errorSeen;
        const auto deadline = Clock::now() + options.patience;
        while (!options.stop()) {
            GstPointer<GstSample> sample(gst_app_sink_try_pull_sample(GST_APP_SINK(sink), WAIT_STEP));
            if (sample) return sample;
            pipeline.listen();
            if (pipeline.error() && !errorSeen) errorSeen = Clock::now();
            const bool gaveUp = errorSeen && Clock::now() - *errorSeen > FRAMES_AFTER_ERROR_PATIENCE;
            if (options.live && Clock::now() > deadline) {
                warning = fmt::format("{} gave no picture for {:g} s.", input, patienceSeconds());
                return nullptr;
            }
            if (gaveUp || gst_app_sink_is_eos(GST_APP_SINK(sink))) {
                ended = true;
                pipeline.listen();
                noteEarlyEnd();
                return nullptr;
            }
        }
        return nullptr;
    }

    double patienceSeconds() const { return std::chrono::duration<double>(options.patience).count(); }

    void noteEarlyEnd() {
        const double end = static_cast<double>(times.endNs()) / GST_SECOND;
        if (const CameraSource* camera = source->camera()) {
            warning = camera->failure(fmt::format("broke off after {:.1f} s ({} frames)", end, frames));
            return;
        }
        if (pipeline.error()) {
            warning =
                fmt::format("{} is damaged after {:.1f} s ({} frames): {}.", input, end, frames, *pipeline.error());
            return;
        }
        if (isShorterThanItsHeaderSays(source->uri())) {
            warning = fmt::format("{} breaks off after {:.1f} s ({} frames): the file is shorter than its header says.",
                                  input, end, frames);
            return;
        }
        if (!durationNs) return;
        const double promised = static_cast<double>(*durationNs) / GST_SECOND;
        if (promised - end > std::max(TOLERATED_GAP_SECONDS, TOLERATED_GAP_SHARE * promised))
            warning = fmt::format("{} breaks off after {:.1f} s ({} frames) of the {:.1f} s that it promises.", input,
                                  end, frames, promised);
    }

    void checkSize(GstSample* sample) {
        GstVideoInfo current;
        gst_video_info_from_caps(&current, gst_sample_get_caps(sample));
        VideoFormat changed = formatOf(current);
        changed.planes = format.planes;
        if (changed.size != format.size && !options.sizeMayChange)
            throw reid::InputError(fmt::format(
                "{} changes its frame size from {}x{} to {}x{} at frame {}; a constant size is wanted.", input,
                format.size.width, format.size.height, changed.size.width, changed.size.height, frames));
        info = current;
        format = changed;
    }

    /// By the clock of the pipeline, which a live source has put into the times of its frames.
    int64_t ageOf(GstSample* sample) const {
        const guint64 pts = GST_BUFFER_PTS(gst_sample_get_buffer(sample));
        const GstPointer<GstClock> clock(gst_element_get_clock(pipeline.get()));
        if (!options.live || !clock || !GST_CLOCK_TIME_IS_VALID(pts)) return 0;
        const guint64 taken = gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME, pts);
        const auto now =
            static_cast<int64_t>(gst_clock_get_time(clock.get()) - gst_element_get_base_time(pipeline.get()));
        return GST_CLOCK_TIME_IS_VALID(taken) ? std::max<int64_t>(0, now - static_cast<int64_t>(taken)) : 0;
    }

    std::string input;
    VideoReaderOptions options;
    std::optional<DecodedInput> source;
    GstElement* sink = nullptr;
    bool ended = false;
    GstPointer<GstSample> pending;
    GstVideoInfo info{};
    ImageTaker taker;
    VideoFormat format;
    std::optional<int64_t> durationNs;
    std::optional<std::string> warning;
    std::atomic<int64_t> decoded{0};
    int64_t frames = 0;
    FrameTimes times;
    Pipeline pipeline;  ///< last, so that its threads end before what their callbacks use
};

VideoReader::VideoReader(const std::string& input, VideoReaderOptions options)
    : impl_(std::make_unique<Impl>(input, std::move(options))) {
    impl_->open();
}

VideoReader::~VideoReader() = default;

const VideoFormat& VideoReader::format() const {
    return impl_->format;
}

std::optional<int64_t> VideoReader::durationNs() const {
    return impl_->durationNs;
}

std::optional<int64_t> VideoReader::estimatedFrames() const {
    const double rate = impl_->format.frameRate.value();
    if (!impl_->durationNs || rate <= 0) return std::nullopt;
    return std::llround(static_cast<double>(*impl_->durationNs) / GST_SECOND * rate);
}

bool VideoReader::read(VideoFrame& frame) {
    const GstPointer<GstSample> sample = impl_->nextSample();
    if (!sample) return false;
    impl_->checkSize(sample.get());
    frame.image = impl_->taker.image(gst_sample_get_buffer(sample.get()), impl_->info, impl_->input);
    frame.planes = Planes::of(gst_sample_get_buffer(sample.get()), impl_->info, impl_->format.planes);
    impl_->times.set(sample.get(), impl_->format, frame);
    frame.ageNs = impl_->ageOf(sample.get());
    ++impl_->frames;
    return true;
}

int64_t VideoReader::decodedFrames() const {
    return impl_->decoded;
}

int64_t VideoReader::droppedFrames() const {
    if (!impl_->options.live) return 0;
    const int64_t waiting = impl_->ended ? 0 : 1;  // the latest, which may still be read
    return std::max<int64_t>(0, impl_->decoded - impl_->frames - waiting);
}

const std::optional<std::string>& VideoReader::warning() const {
    return impl_->warning;
}

}  // namespace video
