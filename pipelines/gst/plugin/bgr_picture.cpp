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

struct BgrPicture::Conversion {
    explicit Conversion(const GstVideoInfo& format) : from(format) {
        gst_video_info_set_format(&to, GST_VIDEO_FORMAT_BGR, static_cast<guint>(GST_VIDEO_INFO_WIDTH(&format)),
                                  static_cast<guint>(GST_VIDEO_INFO_HEIGHT(&format)));
        converter = gst_video_converter_new(&from, &to, nullptr);
        picture = gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&to), nullptr);
        if (converter && picture) return;
        release();
        throw reid::ResourceError(std::string("GStreamer cannot convert frames in ") +
                                  gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&format)) + " to BGR.");
    }
    ~Conversion() { release(); }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    void release() {
        mapped.reset();
        if (converter) gst_video_converter_free(converter);
        if (picture) gst_buffer_unref(picture);
    }

    GstVideoInfo from, to;
    GstVideoConverter* converter = nullptr;
    GstBuffer* picture = nullptr;
    std::unique_ptr<MappedFrame> mapped;
};

BgrPicture::BgrPicture() = default;
BgrPicture::~BgrPicture() = default;

cv::Mat BgrPicture::of(const Frame& frame) {
    release();
    source_ = std::make_unique<MappedFrame>(frame.buffer, frame.format, GST_MAP_READ);
    if (GST_VIDEO_INFO_FORMAT(&frame.format) == GST_VIDEO_FORMAT_BGR) return source_->plane(CV_8UC3);
    if (!conversion_ || !gst_video_info_is_equal(&conversion_->from, &frame.format))
        conversion_ = std::make_unique<Conversion>(frame.format);
    if (!conversion_->mapped)
        conversion_->mapped = std::make_unique<MappedFrame>(conversion_->picture, conversion_->to,
                                                            static_cast<GstMapFlags>(GST_MAP_READ | GST_MAP_WRITE));
    gst_video_converter_frame(conversion_->converter, source_->get(), conversion_->mapped->get());
    return conversion_->mapped->plane(CV_8UC3);
}

void BgrPicture::release() {
    source_.reset();
}

}  // namespace brnpa
