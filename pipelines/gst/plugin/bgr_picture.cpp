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

struct BgrPicture::Conversion {
    explicit Conversion(const GstVideoInfo& format)
        : from(format), to(bgrInfo(format, {GST_VIDEO_INFO_WIDTH(&format), GST_VIDEO_INFO_HEIGHT(&format)})) {
        converter = gst_video_converter_new(&from, &to, nullptr);
        if (!converter)
            throw reid::ResourceError(std::string("GStreamer cannot convert frames in ") +
                                      gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&format)) + " to BGR.");
        picture = gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&to), nullptr);
        mapped = std::make_unique<MappedFrame>(picture, to, static_cast<GstMapFlags>(GST_MAP_READ | GST_MAP_WRITE));
    }
    ~Conversion() {
        mapped.reset();
        gst_buffer_unref(picture);
        gst_video_converter_free(converter);
    }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    GstVideoInfo from, to;
    GstVideoConverter* converter = nullptr;
    GstBuffer* picture = nullptr;
    std::unique_ptr<MappedFrame> mapped;
};

BgrPicture::BgrPicture() = default;
BgrPicture::~BgrPicture() = default;

cv::Mat BgrPicture::pictureOf(MappedFrame& source, const GstVideoInfo& format) {
    if (GST_VIDEO_INFO_FORMAT(&format) == GST_VIDEO_FORMAT_BGR) return source.plane(CV_8UC3);
    if (!conversion_ || !gst_video_info_is_equal(&conversion_->from, &format))
        conversion_ = std::make_unique<Conversion>(format);
    gst_video_converter_frame(conversion_->converter, source.get(), conversion_->mapped->get());
    return conversion_->mapped->plane(CV_8UC3);
}

}  // namespace brnpa
