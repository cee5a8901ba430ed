#include "planar_colors.hpp"

#include <array>
#include <kernel/loops.hpp>

namespace video {

namespace {

constexpr float WHITE = 255;  // of blue, green and red

BRNPA_INLINE guint8 byteOf(float value) {
    value = value < 0 ? 0 : value;
    value = value > WHITE ? WHITE : value;
    return static_cast<guint8>(static_cast<int>(value + 0.5F));
}

/// For each of a row's pixels, two to a color, what the colors add to its blue, green and red.
BRNPA_HOT void addedByColors(const guint8* __restrict cb, const guint8* __restrict cr, size_t count,
                             const PlanarColors::Unmix& rule, float* __restrict blue, float* __restrict green,
                             float* __restrict red) {
    const PlanarColors::Unmix unmix = rule;
#pragma omp simd
    for (size_t i = 0; i < count; ++i) {
        const float b = unmix.blueOfCb * cb[i] + unmix.blueOffset;
        const float g = unmix.greenOfCb * cb[i] + unmix.greenOfCr * cr[i] + unmix.greenOffset;
        const float r = unmix.redOfCr * cr[i] + unmix.redOffset;
        blue[2 * i] = b;
        blue[2 * i + 1] = b;
        green[2 * i] = g;
        green[2 * i + 1] = g;
        red[2 * i] = r;
        red[2 * i + 1] = r;
    }
}

BRNPA_HOT void rowToBgr(const guint8* __restrict brightness, float factor, const float* __restrict blue,
                        const float* __restrict green, const float* __restrict red, size_t count,
                        guint8* __restrict bgr) {
#pragma omp simd
    for (size_t i = 0; i < count; ++i) {
        const float gray = factor * brightness[i];
        bgr[3 * i] = byteOf(gray + blue[i]);
        bgr[3 * i + 1] = byteOf(gray + green[i]);
        bgr[3 * i + 2] = byteOf(gray + red[i]);
    }
}

BRNPA_INLINE guint8 mixed(const PlanarColors::Mix& mix, float blue, float green, float red) {
    return byteOf(mix.offset + mix.blue * blue + mix.green * green + mix.red * red);
}

BRNPA_HOT void brightnessOfRow(const guint8* __restrict bgr, size_t count, const PlanarColors::Mix& rule,
                               guint8* __restrict brightness) {
    const PlanarColors::Mix mix = rule;
#pragma omp simd
    for (size_t i = 0; i < count; ++i)
        brightness[i] = mixed(mix, bgr[3 * i], bgr[3 * i + 1], bgr[3 * i + 2]);
}

/// @param above, below two rows of 2 x count pixels.
BRNPA_HOT void colorsOfRows(const guint8* __restrict above, const guint8* __restrict below, size_t count,
                            const PlanarColors::Mix& cbRule, const PlanarColors::Mix& crRule, guint8* __restrict cb,
                            guint8* __restrict cr) {
    const PlanarColors::Mix cbMix = cbRule, crMix = crRule;
#pragma omp simd
    for (size_t i = 0; i < count; ++i) {
        float mean[3];
        for (size_t channel = 0; channel < 3; ++channel) {
            const size_t left = 6 * i + channel, right = left + 3;
            mean[channel] = static_cast<float>(above[left] + above[right] + below[left] + below[right]) / 4;
        }
        cb[i] = mixed(cbMix, mean[0], mean[1], mean[2]);
        cr[i] = mixed(crMix, mean[0], mean[1], mean[2]);
    }
}

template <class Frame>
guint8* rowOf(Frame& frame, guint plane, int row, int column) {
    return static_cast<guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, plane)) +
           row * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane) + column;
}

struct Weights {
    double red, blue;  ///< of the brightness
};

bool weightsOf(const GstVideoInfo& format, Weights& weights) {
    return gst_video_color_matrix_get_Kr_Kb(format.colorimetry.matrix, &weights.red, &weights.blue) != FALSE;
}

}  // namespace

bool PlanarColors::has(const GstVideoInfo& format) {
    Weights weights{};
    return GST_VIDEO_INFO_FORMAT(&format) == GST_VIDEO_FORMAT_I420 && GST_VIDEO_INFO_WIDTH(&format) % 2 == 0 &&
           GST_VIDEO_INFO_HEIGHT(&format) % 2 == 0 && !GST_VIDEO_INFO_IS_INTERLACED(&format) &&
           weightsOf(format, weights);
}

PlanarColors::PlanarColors(const GstVideoInfo& format)
    : terms_(3 * static_cast<size_t>(GST_VIDEO_INFO_WIDTH(&format))) {
    CV_Assert(has(format));
    Weights weights{};
    weightsOf(format, weights);
    std::array<gint, GST_VIDEO_MAX_COMPONENTS> zero{}, span{};  // of brightness and colors
    gst_video_color_range_offsets(format.colorimetry.range, format.finfo, zero.data(), span.data());
    const double green = 1 - weights.red - weights.blue, white = WHITE;
    // Brightness, Cb and Cr from 0 to 1 and from -0.5 to 0.5, as a function of bytes; then BT.601, 2.5.
    const double gray = white / span[0], cb = 2 * (1 - weights.blue) * white / span[1],
                 cr = 2 * (1 - weights.red) * white / span[2];
    const double greenOfCb = -cb * weights.blue / green, greenOfCr = -cr * weights.red / green;
    unmix_.brightness = static_cast<float>(gray);
    unmix_.blueOfCb = static_cast<float>(cb);
    unmix_.greenOfCb = static_cast<float>(greenOfCb);
    unmix_.greenOfCr = static_cast<float>(greenOfCr);
    unmix_.redOfCr = static_cast<float>(cr);
    unmix_.blueOffset = static_cast<float>(-gray * zero[0] - cb * zero[1]);
    unmix_.greenOffset = static_cast<float>(-gray * zero[0] - greenOfCb * zero[1] - greenOfCr * zero[2]);
    unmix_.redOffset = static_cast<float>(-gray * zero[0] - cr * zero[2]);
    const auto mixOf = [](double offset, double factor, double b, double g, double r) {
        return Mix{static_cast<float>(offset), static_cast<float>(factor * b), static_cast<float>(factor * g),
                   static_cast<float>(factor * r)};
    };
    brightness_ = mixOf(zero[0], 1 / gray, weights.blue, green, weights.red);
    cb_ = mixOf(zero[1], 1 / cb, 1 - weights.blue, -green, -weights.red);
    cr_ = mixOf(zero[2], 1 / cr, -weights.blue, -green, 1 - weights.red);
}

void PlanarColors::toBgr(const GstVideoFrame& planes, const cv::Rect& part, cv::Mat& bgr) {
    const auto width = static_cast<size_t>(part.width);
    float *const blue = terms_.data(), *const green = blue + width, *const red = green + width;
    for (int row = part.y; row < part.br().y; ++row) {
        if (row % 2 == 0)
            addedByColors(rowOf(planes, 1, row / 2, part.x / 2), rowOf(planes, 2, row / 2, part.x / 2), width / 2,
                          unmix_, blue, green, red);
        rowToBgr(rowOf(planes, 0, row, part.x), unmix_.brightness, blue, green, red, width, bgr.ptr(row, part.x));
    }
}

void PlanarColors::fromBgr(const cv::Mat& bgr, const cv::Rect& part, GstVideoFrame& planes) const {
    const auto width = static_cast<size_t>(part.width);
    for (int row = part.y; row < part.br().y; ++row) {
        brightnessOfRow(bgr.ptr(row, part.x), width, brightness_, rowOf(planes, 0, row, part.x));
        if (row % 2 == 0)
            colorsOfRows(bgr.ptr(row, part.x), bgr.ptr(row + 1, part.x), width / 2, cb_, cr_,
                         rowOf(planes, 1, row / 2, part.x / 2), rowOf(planes, 2, row / 2, part.x / 2));
    }
}

cv::Rect evenAround(const cv::Rect& part) {
    const cv::Point topLeft(part.x / 2 * 2, part.y / 2 * 2);
    return {topLeft, cv::Point((part.br().x + 1) / 2 * 2, (part.br().y + 1) / 2 * 2)};
}

}  // namespace video
