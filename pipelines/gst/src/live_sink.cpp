#include "live_sink.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>

#include <utility>

#include "reid/errors.hpp"

namespace video {

namespace {

constexpr GstClockTime END_WAIT_STEP = 100 * GST_MSECOND;
constexpr int END_WAIT_STEPS = 100;

}  // namespace

LiveSink::LiveSink(std::string purpose, const VideoFormat& format)
    : purpose_(std::move(purpose)), source_(pipeline_.add("appsrc")), feed_(source_, format) {
    feed_.makeLive();
}

void LiveSink::write(const VideoFrame& frame) {
    const GstFlowReturn flow = feed_.push(frame);
    pipeline_.listen(flow == GST_FLOW_OK ? 0 : END_WAIT_STEP);
    fail(flow != GST_FLOW_OK);
}

void LiveSink::finish() {
    gst_app_src_end_of_stream(GST_APP_SRC(source_));
    for (int i = 0; i < END_WAIT_STEPS && !pipeline_.ended(); ++i) {
        pipeline_.listen(END_WAIT_STEP);
        fail(false);
    }
}

void LiveSink::play() {
    const bool playing = pipeline_.play();
    pipeline_.listen();
    fail(!playing);
}

void LiveSink::fail(bool stopped) {
    if (closed()) return;
    if (pipeline_.error()) throw reid::ResourceError(fmt::format("{}: {}.", purpose_, *pipeline_.error()));
    if (stopped) throw reid::ResourceError(fmt::format("{}: GStreamer does not say why.", purpose_));
}

}  // namespace video
