#include "planes.hpp"

#include "reid/errors.hpp"

namespace video {

std::string Planes::colorsOf(const GstVideoInfo& format) {
    if (!PlanarColors::has(format) || format.colorimetry.range != GST_VIDEO_COLOR_RANGE_16_235) return "";
    const GstPointer<gchar> colors(gst_video_colorimetry_to_string(&format.colorimetry));
    return colors ? colors.get() : "";
}

std::shared_ptr<Planes> Planes::of(GstBuffer* buffer, const GstVideoInfo& format, const std::string& colors) {
    if (colors.empty() || colorsOf(format) != colors) return nullptr;
    return std::make_shared<Planes>(GstPointer<GstBuffer>(gst_buffer_ref(buffer)), format);
}

void Planes::bring(const cv::Mat& picture, const std::vector<cv::Rect>& parts) {
    CV_CheckTypeEQ(picture.type(), CV_8UC3, "a frame must be B, G, R");
    const cv::Rect whole(0, 0, GST_VIDEO_INFO_WIDTH(&format_), GST_VIDEO_INFO_HEIGHT(&format_));
    CV_Assert(picture.size() == whole.size());
    if (parts.empty()) return;
    buffer_.reset(gst_buffer_make_writable(buffer_.release()));
    GstVideoFrame mapped;
    if (!gst_video_frame_map(&mapped, &format_, buffer_.get(), GST_MAP_READWRITE))
        throw reid::ResourceError("The planes of a frame cannot be written into.");
    for (const cv::Rect& part : parts)
        colors_.fromBgr(picture, evenAround(part & whole), mapped);
    gst_video_frame_unmap(&mapped);
}

void noteDrawing(const VideoFrame& frame, const std::vector<cv::Rect>& parts) {
    if (frame.planes) frame.planes->bring(frame.image, parts);
}

}  // namespace video
