#include "drawing_canvas.hpp"

#include <algorithm>
#include <array>

#include "reid/errors.hpp"

namespace brnpa {

namespace {

constexpr size_t BGR_CHANNELS = 3;

bool isBgr(const GstVideoFrame& frame) {
    return GST_VIDEO_FRAME_FORMAT(&frame) == GST_VIDEO_FORMAT_BGR;
}

bool isRgb(const GstVideoFrame& frame) {
    return GST_VIDEO_INFO_IS_RGB(&frame.info);
}

/// One plane of pixels of several bytes: of each of blue, green and red where it is among them.
std::array<int, BGR_CHANNELS> placesInPixel(const GstVideoFrame& frame) {
    const auto placeOf = [&](int component) {
        return static_cast<int>(GST_VIDEO_FRAME_COMP_POFFSET(&frame, component));
    };
    return {placeOf(GST_VIDEO_COMP_B), placeOf(GST_VIDEO_COMP_G), placeOf(GST_VIDEO_COMP_R)};
}

/// Copies blue, green and red between a picture and a plane whose pixels have them in another order, or have more.
void shuffle(const cv::Mat& from, cv::Mat to, const std::array<int, BGR_CHANNELS>& fromChannels,
             const std::array<int, BGR_CHANNELS>& toChannels) {
    std::array<int, 2 * BGR_CHANNELS> pairs{};
    for (size_t i = 0; i < BGR_CHANNELS; ++i) {
        pairs[2 * i] = fromChannels[i];
        pairs[2 * i + 1] = toChannels[i];
    }
    cv::mixChannels(&from, 1, &to, 1, pairs.data(), BGR_CHANNELS);
}

constexpr std::array<int, BGR_CHANNELS> IN_ORDER = {0, 1, 2};

/// So large that chroma samples are whole.
cv::Rect widenedToEven(const cv::Rect& part, cv::Size frame) {
    return video::evenAround(part) & cv::Rect(cv::Point(), frame);
}

/// A part of a frame as a frame of its own, of the same memory.
/// @param part begins at even numbers.
GstVideoFrame partOf(const GstVideoFrame& frame, const cv::Rect& part) {
    GstVideoFrame view = frame;
    view.info.width = part.width;
    view.info.height = part.height;
    for (guint plane = 0; plane < GST_VIDEO_FRAME_N_PLANES(&frame); ++plane) {
        // The first component of a plane tells how its samples are spaced.
        guint component = 0;
        while (GST_VIDEO_FRAME_COMP_PLANE(&frame, component) != plane)
            ++component;
        const GstVideoFormatInfo* const format = frame.info.finfo;
        const int column = GST_VIDEO_FORMAT_INFO_SCALE_WIDTH(format, component, part.x);
        const int row = GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT(format, component, part.y);
        view.data[plane] = static_cast<guint8*>(frame.data[plane]) + row * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane) +
                           column * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component);
    }
    return view;
}

void convert(GstVideoFrame from, GstVideoFrame to) {
    GstVideoConverter* const converter = gst_video_converter_new(&from.info, &to.info, nullptr);
    if (!converter) throw reid::ResourceError("GStreamer cannot convert frames of this pixel format to BGR and back.");
    gst_video_converter_frame(converter, &from, &to);
    gst_video_converter_free(converter);
}

int bytesPerPixel(const GstVideoFrame& frame) {
    return GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, 0);
}

}  // namespace

cv::Mat DrawingCanvas::open(MappedFrame& frame, const std::vector<cv::Rect>& parts) {
    frame_ = &frame;
    parts_ = parts;
    const GstVideoFrame& source = *frame.get();
    if (isBgr(source)) return frame.plane(CV_8UC3);
    const cv::Size size(GST_VIDEO_FRAME_WIDTH(&source), GST_VIDEO_FRAME_HEIGHT(&source));
    picture_.create(size, CV_8UC3);
    if (!planar_ || !gst_video_info_is_equal(&format_, &source.info)) {
        format_ = source.info;
        planar_.reset();
        if (video::PlanarColors::has(format_)) planar_.emplace(format_);
    }
    for (cv::Rect& part : parts_) {
        if (isRgb(source)) {
            shuffle(frame.plane(CV_8UC(bytesPerPixel(source)))(part), picture_(part), placesInPixel(source), IN_ORDER);
            continue;
        }
        part = widenedToEven(part, size);
        if (planar_) {
            planar_->toBgr(source, part, picture_);
        } else {
            convert(partOf(source, part), video::frameOver(picture_(part), source.info));
        }
    }
    return picture_;
}

void DrawingCanvas::close() {
    GstVideoFrame& target = *frame_->get();
    if (isBgr(target)) return;
    for (const cv::Rect& part : parts_) {
        if (isRgb(target)) {
            shuffle(picture_(part), frame_->plane(CV_8UC(bytesPerPixel(target)))(part), IN_ORDER,
                    placesInPixel(target));
        } else if (planar_) {
            planar_->fromBgr(picture_, part, target);
        } else {
            convert(video::frameOver(picture_(part), target.info), partOf(target, part));
        }
    }
}

}  // namespace brnpa
