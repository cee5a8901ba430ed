#include "image_taker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reid/errors.hpp"

namespace video {

cv::Mat ImageTaker::room(cv::Size size) {
    const auto free = std::find_if(pictures_.begin(), pictures_.end(), [&](const cv::Mat& picture) {
        return picture.size() == size && CV_XADD(&picture.u->refcount, 0) == 1;  // nobody else's any more
    });
    if (free != pictures_.end()) return *free;
    cv::Mat picture(size, CV_8UC3);
    if (pictures_.size() == MOST_PICTURES) pictures_.erase(pictures_.begin());
    pictures_.push_back(picture);
    return picture;
}

cv::Mat ImageTaker::image(GstBuffer* buffer, const GstVideoInfo& format, const std::string& input) {
    const bool isBgr = GST_VIDEO_INFO_FORMAT(&format) == GST_VIDEO_FORMAT_BGR;
    if (!isBgr) converter_.prepare(format);
    cv::Mat image = room({GST_VIDEO_INFO_WIDTH(&format), GST_VIDEO_INFO_HEIGHT(&format)});
    GstVideoFrame mapped;
    if (!gst_video_frame_map(&mapped, const_cast<GstVideoInfo*>(&format), buffer, GST_MAP_READ))
        throw reid::ResourceError(fmt::format("A decoded frame of {} cannot be read from memory.", input));
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
