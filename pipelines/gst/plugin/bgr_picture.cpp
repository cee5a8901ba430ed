#include "bgr_picture.hpp"

#include "reid/errors.hpp"

namespace brnpa {

MappedFrame::MappedFrame(GstBuffer* buffer, const GstVideoInfo& format, GstMapFlags access) {
    // Without a reference of its own, which would make the buffer read-only for what is added to it meanwhile.
    const auto flags = static_cast<GstMapFlags>(access | GST_VIDEO_FRAME_MAP_FLAG_NO_REF);
    if (!gst_video_frame_map(&frame_, const_cast<GstVideoInfo*>(&format), buffer, flags))
        throw reid::ResourceError("The pixels of a frame cannot be reached; frames in system memory are needed.");
}

cv::Mat MappedFrame::plane(int type) {
    return cv::Mat(GST_VIDEO_FRAME_HEIGHT(&frame_), GST_VIDEO_FRAME_WIDTH(&frame_), type,
                   GST_VIDEO_FRAME_PLANE_DATA(&frame_, 0),
                   static_cast<size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame_, 0)));
}

cv::Mat BgrPicture::pictureOf(MappedFrame& source, const GstVideoInfo& format) {
    if (GST_VIDEO_INFO_FORMAT(&format) == GST_VIDEO_FORMAT_BGR) return source.plane(CV_8UC3);
    converter_.prepare(format);
    converter_.convert(*source.get(), picture_);
    return picture_;
}

}  // namespace brnpa
