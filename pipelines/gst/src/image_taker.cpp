#include "image_taker.hpp"

#include <fmt/format.h>

#include "reid/errors.hpp"

namespace video {

cv::Mat ImageTaker::image(GstBuffer* buffer, const GstVideoInfo& format, const std::string& input) {
    const bool isBgr = GST_VIDEO_INFO_FORMAT(&format) == GST_VIDEO_FORMAT_BGR;
    if (!isBgr) converter_.prepare(format);
    GstVideoFrame mapped;
    if (!gst_video_frame_map(&mapped, const_cast<GstVideoInfo*>(&format), buffer, GST_MAP_READ))
        throw reid::ResourceError(fmt::format("A decoded frame of {} cannot be read from memory.", input));
    cv::Mat image;
    if (isBgr) {
        cv::Mat(GST_VIDEO_FRAME_HEIGHT(&mapped), GST_VIDEO_FRAME_WIDTH(&mapped), CV_8UC3,
                GST_VIDEO_FRAME_PLANE_DATA(&mapped, 0), static_cast<size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&mapped, 0)))
            .copyTo(image);
    } else {
        converter_.convert(mapped, image);
    }
    gst_video_frame_unmap(&mapped);
    return image;
}

}  // namespace video
