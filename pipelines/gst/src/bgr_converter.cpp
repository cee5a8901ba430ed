#include "bgr_converter.hpp"

#include <string>

#include "reid/errors.hpp"

namespace video {

GstVideoInfo bgrInfo(const GstVideoInfo& like, cv::Size size) {
    GstVideoInfo info;
    gst_video_info_set_format(&info, GST_VIDEO_FORMAT_BGR, static_cast<guint>(size.width),
                              static_cast<guint>(size.height));
    // A converter wants them to be the same on both sides.
    info.fps_n = like.fps_n;
    info.fps_d = like.fps_d;
    info.interlace_mode = like.interlace_mode;
    return info;
}

GstVideoFrame frameOver(cv::Mat picture, const GstVideoInfo& like) {
    GstVideoFrame view{};
    view.info = bgrInfo(like, picture.size());
    view.info.stride[0] = static_cast<gint>(picture.step[0]);
    view.data[0] = picture.data;
    return view;
}

void BgrConverter::prepare(const GstVideoInfo& from) {
    if (from_ && gst_video_info_is_equal(&*from_, &from)) return;
    from_.reset();
    planar_.reset();
    converter_.reset();
    if (PlanarColors::has(from)) {
        planar_.emplace(from);
        from_ = from;
        return;
    }
    GstVideoInfo source = from, to = bgrInfo(from, {GST_VIDEO_INFO_WIDTH(&from), GST_VIDEO_INFO_HEIGHT(&from)});
    converter_.reset(gst_video_converter_new(&source, &to, nullptr));
    if (!converter_)
        throw reid::ResourceError(std::string("GStreamer cannot convert frames in ") +
                                  gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&from)) + " to BGR.");
    from_ = from;
}

void BgrConverter::convert(GstVideoFrame& frame, cv::Mat& bgr) {
    bgr.create(GST_VIDEO_FRAME_HEIGHT(&frame), GST_VIDEO_FRAME_WIDTH(&frame), CV_8UC3);
    if (planar_) {
        planar_->toBgr(frame, {cv::Point(), bgr.size()}, bgr);
        return;
    }
    GstVideoFrame target = frameOver(bgr, *from_);
    gst_video_converter_frame(converter_.get(), &frame, &target);
}

}  // namespace video
