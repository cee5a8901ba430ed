#include "frame_feed.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>

#include <opencv2/imgproc.hpp>

#include "planes.hpp"
#include "reid/errors.hpp"

namespace video {

namespace {

constexpr Ratio ASSUMED_FRAME_RATE{25, 1};
constexpr guint64 WAITING_FRAMES = 2;  // of a live pipeline

int evenAbove(int length) {
    return length + length % 2;
}

}  // namespace

VideoFormat withFrameRate(VideoFormat format) {
    if (format.frameRate.numerator <= 0) format.frameRate = ASSUMED_FRAME_RATE;
    return format;
}

FrameFeed::FrameFeed(GstElement* source, const VideoFormat& someFormat) : source_(source), size_(someFormat.size) {
    CV_Assert(!size_.empty());
    const VideoFormat format = withFrameRate(someFormat);
    gst_video_info_set_format(&info_, GST_VIDEO_FORMAT_I420, static_cast<guint>(evenAbove(size_.width)),
                              static_cast<guint>(evenAbove(size_.height)));
    takesPlanes_ =
        !format.planes.empty() && gst_video_colorimetry_from_string(&info_.colorimetry, format.planes.c_str());
    colors_.emplace(info_);
    GST_VIDEO_INFO_FPS_N(&info_) = format.frameRate.numerator;
    GST_VIDEO_INFO_FPS_D(&info_) = format.frameRate.denominator;
    GST_VIDEO_INFO_PAR_N(&info_) = format.pixelAspect.numerator;
    GST_VIDEO_INFO_PAR_D(&info_) = format.pixelAspect.denominator;
    const GstPointer<GstCaps> caps(gst_video_info_to_caps(&info_));
    gst_util_set_object_arg(G_OBJECT(source), "format", "time");
    g_object_set(source, "caps", caps.get(), "max-bytes", G_GUINT64_CONSTANT(0), nullptr);
}

void FrameFeed::makeLive() {
    gst_util_set_object_arg(G_OBJECT(source_), "leaky-type", "downstream");
    g_object_set(source_, "max-buffers", WAITING_FRAMES, "is-live", TRUE, nullptr);
}

GstPointer<GstBuffer> FrameFeed::bufferOf(const VideoFrame& frame) const {
    // A header of its own, over the same pixels.
    if (takesPlanes_ && frame.planes) return GstPointer<GstBuffer>(gst_buffer_copy(frame.planes->buffer()));
    GstPointer<GstBuffer> buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info_), nullptr));
    GstVideoFrame mapped;
    if (!buffer || !gst_video_frame_map(&mapped, const_cast<GstVideoInfo*>(&info_), buffer.get(), GST_MAP_WRITE))
        throw reid::ResourceError(fmt::format("No memory for a frame of {}x{} pixels.", size_.width, size_.height));
    const cv::Size even(evenAbove(size_.width), evenAbove(size_.height));
    cv::Mat image = frame.image;
    if (even != size_)
        cv::copyMakeBorder(frame.image, image, 0, even.height - size_.height, 0, even.width - size_.width,
                           cv::BORDER_REPLICATE);
    colors_->fromBgr(image, {cv::Point(), even}, mapped);
    gst_video_frame_unmap(&mapped);
    return buffer;
}

GstFlowReturn FrameFeed::push(const VideoFrame& frame) {
    CV_CheckTypeEQ(frame.image.type(), CV_8UC3, "a frame must be B, G, R");
    CV_CheckEQ(frame.image.cols, size_.width, "a frame must have the width of the video");
    CV_CheckEQ(frame.image.rows, size_.height, "a frame must have the height of the video");
    GstPointer<GstBuffer> buffer = bufferOf(frame);
    GST_BUFFER_PTS(buffer.get()) = frame.ptsNs < 0 ? GST_CLOCK_TIME_NONE : static_cast<GstClockTime>(frame.ptsNs);
    GST_BUFFER_DTS(buffer.get()) = GST_CLOCK_TIME_NONE;
    GST_BUFFER_DURATION(buffer.get()) =
        frame.durationNs > 0 ? static_cast<GstClockTime>(frame.durationNs) : GST_CLOCK_TIME_NONE;
    return gst_app_src_push_buffer(GST_APP_SRC(source_), buffer.release());
}

}  // namespace video
