#include "frame_times.hpp"

#include <algorithm>

namespace video {

namespace {

int64_t frameDurationNs(const VideoFormat& format) {
    if (format.frameRate.numerator <= 0) return 0;
    return static_cast<int64_t>(
        gst_util_uint64_scale(GST_SECOND, format.frameRate.denominator, format.frameRate.numerator));
}

}  // namespace

void FrameTimes::set(GstSample* sample, const VideoFormat& format, VideoFrame& frame) {
    const GstBuffer* buffer = gst_sample_get_buffer(sample);
    guint64 pts = GST_BUFFER_PTS(buffer);
    if (GST_CLOCK_TIME_IS_VALID(pts))
        pts = gst_segment_to_stream_time(gst_sample_get_segment(sample), GST_FORMAT_TIME, pts);
    const int64_t nominal = frameDurationNs(format);
    frame.durationNs =
        GST_BUFFER_DURATION_IS_VALID(buffer) ? static_cast<int64_t>(GST_BUFFER_DURATION(buffer)) : nominal;
    frame.ptsNs = GST_CLOCK_TIME_IS_VALID(pts) ? static_cast<int64_t>(pts) : lastEndNs_;
    if (frames_ > 0 && frame.ptsNs <= lastPtsNs_) frame.ptsNs = std::max(lastEndNs_, lastPtsNs_ + 1);
    lastPtsNs_ = frame.ptsNs;
    lastEndNs_ = frame.ptsNs + frame.durationNs;
    ++frames_;
}

}  // namespace video
