#include "video/rtsp_server.hpp"

#include <fmt/format.h>
#include <gst/rtsp-server/rtsp-server.h>
#include <gst/video/video-event.h>

#include <mutex>
#include <optional>
#include <thread>

#include "frame_feed.hpp"
#include "gst_pointer.hpp"
#include "h264_encoder.hpp"
#include "reid/errors.hpp"
#include "video/gstreamer.hpp"

namespace video {

namespace {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};

/// What one address shows: the frames written to it go to the pipeline of its viewers, while there are any.
class Channel {
  public:
    Channel(VideoFormat format, VideoWriterOptions options)
        : format_(withFrameRate(format)), options_(std::move(options)) {}

    void write(const VideoFrame& frame) {
        VideoFrame now = frame;
        now.ptsNs = -1;  // viewers come in the middle: their time begins with them
        now.durationNs = 0;
        const std::lock_guard<std::mutex> guard(mutex_);
        if (feed_) feed_->push(now);  // a viewer who is leaving is no error
    }

    /// The pipeline that the viewers share has been made.
    void open(GstRTSPMedia* media) {
        const GstPointer<GstElement> bin(gst_rtsp_media_get_element(media));
        GstElement* source = gst_bin_get_by_name_recurse_up(GST_BIN(bin.get()), "frames");
        GstPointer<GstElement> encoder(gst_bin_get_by_name_recurse_up(GST_BIN(bin.get()), "encoder"));
        configureH264Encoder(encoder.get(), format_, options_);
        g_object_set(source, "do-timestamp", TRUE, nullptr);
        const std::lock_guard<std::mutex> guard(mutex_);
        source_.reset(source);
        encoder_ = std::move(encoder);
        feed_.emplace(source, format_).makeLive();
    }

    /// What was encoded before anybody could see it is gone: the first viewer's picture begins anew.
    void beginPicture() {
        const std::lock_guard<std::mutex> guard(mutex_);
        if (!encoder_) return;
        const GstPointer<GstPad> pad(gst_element_get_static_pad(encoder_.get(), "src"));
        gst_pad_send_event(pad.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
    }

    void close() {
        const std::lock_guard<std::mutex> guard(mutex_);
        feed_.reset();
        encoder_.reset();
        source_.reset();
    }

  private:
    const VideoFormat format_;
    const VideoWriterOptions options_;
    std::mutex mutex_;
    GstPointer<GstElement> source_, encoder_;
    std::optional<FrameFeed> feed_;
};

/// Keeps a channel alive as long as GStreamer may call it.
using Held = std::shared_ptr<Channel>;

void release(gpointer held, GClosure*) {
    delete static_cast<Held*>(held);
}

void closeChannel(GstRTSPMedia*, gpointer held) {
    (*static_cast<Held*>(held))->close();
}

void beginWhenPlaying(GstRTSPMedia*, gint state, gpointer held) {
    if (state == GST_STATE_PLAYING) (*static_cast<Held*>(held))->beginPicture();
}

void openChannel(GstRTSPMediaFactory*, GstRTSPMedia* media, gpointer held) {
    const Held& channel = *static_cast<Held*>(held);
    channel->open(media);
    g_signal_connect_data(media, "new-state", G_CALLBACK(beginWhenPlaying), new Held(channel), release,
                          static_cast<GConnectFlags>(0));
    g_signal_connect_data(media, "unprepared", G_CALLBACK(closeChannel), new Held(channel), release,
                          static_cast<GConnectFlags>(0));
}

/// The sink that a caller holds: the channel itself may live a little longer, for viewers who are still connected.
class ChannelSink : public FrameSink {
  public:
    explicit ChannelSink(Held channel) : channel_(std::move(channel)) {}
    void write(const VideoFrame& frame) override { channel_->write(frame); }
    void finish() override {}

  private:
    Held channel_;
};

}  // namespace

struct RtspServer::Impl {
    explicit Impl(int port)
        : context(g_main_context_new()), loop(g_main_loop_new(context, FALSE)), server(gst_rtsp_server_new()) {
        gst_rtsp_server_set_service(server, std::to_string(port).c_str());
        attached = gst_rtsp_server_attach(server, context);
        if (attached == 0) {
            release();
            throw reid::ResourceError(fmt::format("No RTSP server can listen on port {}: it is taken.", port));
        }
        thread = std::thread([this] { g_main_loop_run(loop); });
    }

    ~Impl() {
        // Viewers first: their pipelines end while the loop still runs.
        const auto remove = [](GstRTSPServer*, GstRTSPClient*, gpointer) { return GST_RTSP_FILTER_REMOVE; };
        g_list_free_full(gst_rtsp_server_client_filter(server, remove, nullptr), g_object_unref);
        const std::unique_ptr<GstRTSPSessionPool, Unref> sessions(gst_rtsp_server_get_session_pool(server));
        const auto end = [](GstRTSPSessionPool*, GstRTSPSession*, gpointer) { return GST_RTSP_FILTER_REMOVE; };
        g_list_free_full(gst_rtsp_session_pool_filter(sessions.get(), end, nullptr), g_object_unref);
        g_main_loop_quit(loop);
        thread.join();
        GSource* source = g_main_context_find_source_by_id(context, attached);
        if (source) g_source_destroy(source);
        release();
    }

    void release() {
        g_object_unref(server);
        g_main_loop_unref(loop);
        g_main_context_unref(context);
    }

    GMainContext* context;
    GMainLoop* loop;
    GstRTSPServer* server;
    guint attached = 0;
    std::thread thread;
};

RtspServer::RtspServer(int port) {
    startGStreamer();
    impl_ = std::make_unique<Impl>(port);
}

RtspServer::~RtspServer() = default;

int RtspServer::port() const {
    return gst_rtsp_server_get_bound_port(impl_->server);
}

std::unique_ptr<FrameSink> RtspServer::mount(const std::string& name, const VideoFormat& format) {
    VideoWriterOptions options;
    options.immediate = true;
    const auto channel = std::make_shared<Channel>(format, options);
    GstRTSPMediaFactory* factory = gst_rtsp_media_factory_new();
    const std::string description = fmt::format(
        "( appsrc name=frames ! videoconvert ! video/x-raw, format=I420 ! {} name=encoder ! h264parse ! "
        "rtph264pay name=pay0 pt=96 config-interval=-1 )",
        installedH264Encoder(options));
    gst_rtsp_media_factory_set_launch(factory, description.c_str());
    gst_rtsp_media_factory_set_shared(factory, TRUE);
    g_signal_connect_data(factory, "media-configure", G_CALLBACK(openChannel), new Held(channel), release,
                          static_cast<GConnectFlags>(0));
    const std::unique_ptr<GstRTSPMountPoints, Unref> mounts(gst_rtsp_server_get_mount_points(impl_->server));
    gst_rtsp_mount_points_add_factory(mounts.get(), ("/" + name).c_str(), factory);
    return std::make_unique<ChannelSink>(channel);
}

}  // namespace video
