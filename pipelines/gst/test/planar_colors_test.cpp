#include "planar_colors.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "bgr_converter.hpp"
#include "gst_pointer.hpp"
#include "planes.hpp"
#include "reid/errors.hpp"
#include "video/gstreamer.hpp"

namespace {

constexpr int WIDTH = 70, HEIGHT = 38;  // no multiple of what a register holds

GstVideoInfo infoOf(const char* colorimetry, int width = WIDTH, int height = HEIGHT,
                    GstVideoFormat format = GST_VIDEO_FORMAT_I420) {
    video::startGStreamer();
    GstVideoInfo info;
    gst_video_info_set_format(&info, format, static_cast<guint>(width), static_cast<guint>(height));
    EXPECT_TRUE(gst_video_colorimetry_from_string(&info.colorimetry, colorimetry));
    return info;
}

/// A frame with memory of its own.
struct Picture {
    explicit Picture(const GstVideoInfo& format)
        : info(format), buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&format), nullptr)) {
        EXPECT_TRUE(gst_video_frame_map(&frame, &info, buffer.get(), GST_MAP_READWRITE));
    }
    ~Picture() { gst_video_frame_unmap(&frame); }
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;

    guint8& at(int plane, int row, int column) {
        return static_cast<guint8*>(frame.data[plane])[row * frame.info.stride[plane] + column];
    }
    void fillWithNoise() {
        cv::RNG random(11);
        for (int plane = 0; plane < 3; ++plane)
            for (int row = 0; row < (plane == 0 ? HEIGHT : HEIGHT / 2); ++row)
                for (int column = 0; column < (plane == 0 ? WIDTH : WIDTH / 2); ++column)
                    at(plane, row, column) = static_cast<guint8>(random.uniform(0, 256));
    }

    GstVideoInfo info;
    video::GstPointer<GstBuffer> buffer;
    GstVideoFrame frame{};
};

/// ITU-R BT.601-7, BT.709-6 and BT.2020-2 with 8 bits, as they are written there.
struct Standard {
    const char* colorimetry;
    double kr, kb;
    bool full;

    double brightness(double y) const { return full ? y : (y - 16) * 255 / 219; }
    double color(double c) const { return full ? c - 128 : (c - 128) * 255 / 224; }
    std::array<double, 3> bgr(double y, double u, double v) const {
        const double kg = 1 - kr - kb, cb = color(u), cr = color(v), gray = brightness(y);
        const double blue = gray + 2 * (1 - kb) * cb, red = gray + 2 * (1 - kr) * cr;
        return {blue, (gray - kb * blue - kr * red) / kg, red};
    }
    std::array<double, 3> yuv(double b, double g, double r) const {
        const double gray = kb * b + (1 - kr - kb) * g + kr * r;
        const double cb = (b - gray) / (2 * (1 - kb)), cr = (r - gray) / (2 * (1 - kr));
        if (full) return {gray, 128 + cb, 128 + cr};
        return {16 + gray * 219 / 255, 128 + cb * 224 / 255, 128 + cr * 224 / 255};
    }
};

class PlanarColorsOf : public testing::TestWithParam<Standard> {};

INSTANTIATE_TEST_SUITE_P(Standards, PlanarColorsOf,
                         testing::Values(Standard{"bt601", 0.299, 0.114, false},
                                         Standard{"bt709", 0.2126, 0.0722, false},
                                         Standard{"bt2020", 0.2627, 0.0593, false},
                                         Standard{"1:4:0:0", 0.299, 0.114, true}));

constexpr double ROUNDING = 0.5 + 1e-3;

TEST_P(PlanarColorsOf, toBgrIsTheStandardsFormula) {
    Picture picture(infoOf(GetParam().colorimetry));
    picture.fillWithNoise();
    cv::Mat bgr(HEIGHT, WIDTH, CV_8UC3, cv::Scalar::all(7));
    const cv::Rect part(4, 2, 62, 32);
    video::PlanarColors(picture.info).toBgr(picture.frame, part, bgr);
    for (int row = 0; row < HEIGHT; ++row) {
        for (int column = 0; column < WIDTH; ++column) {
            const auto got = bgr.at<cv::Vec3b>(row, column);
            if (!part.contains({column, row})) {
                ASSERT_EQ(got, cv::Vec3b::all(7)) << "what lies beside the part stays";
                continue;
            }
            const auto wanted = GetParam().bgr(picture.at(0, row, column), picture.at(1, row / 2, column / 2),
                                               picture.at(2, row / 2, column / 2));
            for (int channel = 0; channel < 3; ++channel)
                ASSERT_NEAR(got[channel], std::clamp(wanted[static_cast<size_t>(channel)], 0.0, 255.0), ROUNDING);
        }
    }
}

TEST_P(PlanarColorsOf, fromBgrIsTheStandardsFormula) {
    Picture picture(infoOf(GetParam().colorimetry));
    picture.fillWithNoise();
    Picture before(picture.info);
    gst_video_frame_copy(&before.frame, &picture.frame);
    cv::Mat bgr(HEIGHT, WIDTH, CV_8UC3);
    cv::RNG(5).fill(bgr, cv::RNG::UNIFORM, 0, 256);
    const cv::Rect part(2, 6, 66, 30);
    video::PlanarColors(picture.info).fromBgr(bgr, part, picture.frame);
    for (int row = 0; row < HEIGHT; ++row) {
        for (int column = 0; column < WIDTH; ++column) {
            const bool inside = part.contains({column, row});
            const auto pixel = bgr.at<cv::Vec3b>(row, column);
            const double wanted = inside ? GetParam().yuv(pixel[0], pixel[1], pixel[2])[0] : before.at(0, row, column);
            ASSERT_NEAR(picture.at(0, row, column), wanted, ROUNDING);
        }
    }
    for (int row = 0; row < HEIGHT / 2; ++row) {
        for (int column = 0; column < WIDTH / 2; ++column) {
            const bool inside = part.contains({2 * column, 2 * row});
            const cv::Scalar mean = cv::mean(bgr(cv::Rect(2 * column, 2 * row, 2, 2)));
            const auto wanted = GetParam().yuv(mean[0], mean[1], mean[2]);
            for (int plane = 1; plane < 3; ++plane)
                ASSERT_NEAR(picture.at(plane, row, column),
                            inside ? wanted[static_cast<size_t>(plane)] : before.at(plane, row, column), ROUNDING);
        }
    }
}

TEST(PlanarColors, whatItKnows) {
    EXPECT_TRUE(video::PlanarColors::has(infoOf("bt601")));
    EXPECT_FALSE(video::PlanarColors::has(infoOf("bt601", 71))) << "half a color";
    EXPECT_FALSE(video::PlanarColors::has(infoOf("bt601", 70, 39)));
    EXPECT_FALSE(video::PlanarColors::has(infoOf("bt601", 70, 38, GST_VIDEO_FORMAT_NV12)));
    GstVideoInfo interlaced = infoOf("bt601");
    interlaced.interlace_mode = GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
    EXPECT_FALSE(video::PlanarColors::has(interlaced)) << "rows of colors belong to every second row";
}

TEST(PlanarColors, evenAround) {
    EXPECT_EQ(video::evenAround({1, 1, 1, 1}), cv::Rect(0, 0, 2, 2));
    EXPECT_EQ(video::evenAround({2, 3, 4, 5}), cv::Rect(2, 2, 4, 6));
    EXPECT_EQ(video::evenAround({3, 2, 4, 4}), cv::Rect(2, 2, 6, 4));
}

/// GStreamer's own converter computes with fewer bits.
TEST(BgrConverter, isNearToGStreamersForAnyFormat) {
    for (const GstVideoFormat format : {GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_RGBx}) {
        for (const int width : {WIDTH, WIDTH + 1}) {
            GstVideoInfo from = infoOf(format == GST_VIDEO_FORMAT_RGBx ? "sRGB" : "bt601", width, HEIGHT, format);
            Picture picture(from);
            GstVideoInfo to = video::bgrInfo(from, {width, HEIGHT});
            Picture gray(to), expected(to);
            std::fill_n(static_cast<guint8*>(gray.frame.data[0]), GST_VIDEO_INFO_SIZE(&to), guint8{90});
            GstVideoConverter* back = gst_video_converter_new(&to, &from, nullptr);
            gst_video_converter_frame(back, &gray.frame, &picture.frame);
            gst_video_converter_free(back);
            cv::Mat bgr;
            video::BgrConverter converter;
            converter.prepare(from);
            converter.convert(picture.frame, bgr);
            EXPECT_EQ(bgr.size(), cv::Size(width, HEIGHT));
            EXPECT_LE(cv::norm(bgr, cv::Mat(bgr.size(), CV_8UC3, cv::Scalar::all(90)), cv::NORM_INF), 4);
        }
    }
}

TEST(Planes, areDrawnOnWhereTheyAreTold) {
    const GstVideoInfo info = infoOf("bt601");
    Picture picture(info);
    picture.fillWithNoise();
    cv::Mat image(HEIGHT, WIDTH, CV_8UC3, cv::Scalar(40, 80, 160));
    video::GstPointer<GstBuffer> buffer(gst_buffer_copy_deep(picture.buffer.get()));
    const std::shared_ptr<video::Planes> planes = video::Planes::of(buffer.get(), info, video::Planes::colorsOf(info));
    ASSERT_TRUE(planes);
    buffer.reset();
    video::VideoFrame frame{image, 0, 0, 0, planes};
    // Somebody still reads the frame as it was.
    const video::GstPointer<GstBuffer> reader(gst_buffer_copy(planes->buffer()));
    video::noteDrawing(frame, {{-5, 3, 14, 5}, {60, 30, 100, 100}, {200, 200, 5, 5}});
    Picture drawn(info);
    GstVideoFrame mapped, asItWas;
    ASSERT_TRUE(gst_video_frame_map(&mapped, const_cast<GstVideoInfo*>(&info), planes->buffer(), GST_MAP_READ));
    gst_video_frame_copy(&drawn.frame, &mapped);
    gst_video_frame_unmap(&mapped);
    const int color = cvRound(16 + (0.114 * 40 + 0.587 * 80 + 0.299 * 160) * 219 / 255);
    for (int row = 0; row < HEIGHT; ++row) {
        for (int column = 0; column < WIDTH; ++column) {
            const bool inside = (column < 10 && row >= 2 && row < 8) || (column >= 60 && row >= 30);  // to even numbers
            ASSERT_EQ(drawn.at(0, row, column), inside ? color : picture.at(0, row, column)) << column << ", " << row;
        }
    }
    ASSERT_TRUE(gst_video_frame_map(&asItWas, const_cast<GstVideoInfo*>(&info), reader.get(), GST_MAP_READ));
    gst_video_frame_copy(&drawn.frame, &asItWas);
    gst_video_frame_unmap(&asItWas);
    EXPECT_EQ(drawn.at(0, 4, 4), picture.at(0, 4, 4));
}

TEST(Planes, noneWhereTheyWouldLookDifferent) {
    EXPECT_EQ(video::Planes::colorsOf(infoOf("bt709")), "bt709");
    EXPECT_EQ(video::Planes::colorsOf(infoOf("1:4:0:0")), "") << "full range";
    const GstVideoInfo info = infoOf("bt601");
    const Picture picture(info);
    EXPECT_FALSE(video::Planes::of(picture.buffer.get(), info, ""));
    EXPECT_FALSE(video::Planes::of(picture.buffer.get(), info, "bt709"));
    EXPECT_TRUE(video::Planes::of(picture.buffer.get(), info, "bt601"));
}

}  // namespace
