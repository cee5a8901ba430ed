#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "appearance_fields.hpp"
#include "bgr_picture.hpp"
#include "frame_mark.hpp"
#include "harness.hpp"
#include "reid/anonymise.hpp"
#include "reid/person_painter.hpp"

namespace {

/// Smooth colors everywhere, so that chroma at half the resolution is nearly that of each pixel.
cv::Mat landscape(cv::Size size) {
    cv::Mat picture(size, CV_8UC3);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x)
            picture.at<cv::Vec3b>(y, x) = {cv::saturate_cast<uchar>(40 + 150 * x / size.width),
                                           cv::saturate_cast<uchar>(60 + 120 * y / size.height),
                                           cv::saturate_cast<uchar>(200 - 100 * x / size.width)};
    }
    return picture;
}

reid::Person personAt(const cv::Rect2f& box, int identity) {
    const int shape[] = {3, 4, 2};
    reid::Person person{};
    person.trackId = identity;
    person.identity = identity;
    person.name = "Anna";
    person.box = box;
    person.confidence = 1;
    person.detected = person.looked = true;
    person.appearance.embedding = {1};
    person.appearance.maps = cv::Mat(3, shape, CV_32F);
    for (size_t i = 0; i < person.appearance.maps.total(); ++i)
        person.appearance.maps.ptr<float>()[i] = static_cast<float>(i % 7) / 7;
    person.appearance.norms = cv::Mat::ones(4, 2, CV_32F);
    person.steadySaliency = person.appearance.maps;
    return person;
}

/// Writes a person as the elements do.
void attach(GstBuffer* buffer, const reid::Person& person, cv::Size frame) {
    brnpa::Region* const region = brnpa::addRegion(buffer, person.box, frame);
    reid::Track track{};
    track.id = person.trackId;
    track.box = person.box;
    track.confidence = person.confidence;
    gst_video_region_of_interest_meta_add_param(region, brnpa::makeTrackStructure(track));
    GstStructure* const look = gst_structure_new(brnpa::REID_STRUCTURE, "looked", G_TYPE_BOOLEAN, TRUE, nullptr);
    brnpa::setAppearance(look, person.appearance, "none");
    brnpa::setFloats(look, "steady-maps", person.steadySaliency.ptr<float>(), person.steadySaliency.total());
    gst_video_region_of_interest_meta_add_param(region, look);
    gst_video_region_of_interest_meta_add_param(
        region, gst_structure_new(brnpa::GALLERY_STRUCTURE, "identity", G_TYPE_INT, *person.identity, "name",
                                  G_TYPE_STRING, person.name.c_str(), nullptr));
}

/// A frame of any format, and what GStreamer's own converter makes of it.
struct Picture {
    explicit Picture(const std::string& format, cv::Size size, const char* colorimetry) {
        const std::string caps = cv::format("video/x-raw,format=%s,width=%d,height=%d,framerate=25/1%s", format.c_str(),
                                            size.width, size.height, colorimetry);
        GstCaps* const parsed = gst_caps_from_string(caps.c_str());
        gst_video_info_from_caps(&info, parsed);
        gst_caps_unref(parsed);
        text = caps;
        buffer = gst_buffer_new_allocate(nullptr, info.size, nullptr);
        gst_buffer_memset(buffer, 0, 77, info.size);  // an alpha channel that no converter would make up
    }
    ~Picture() {
        if (buffer) gst_buffer_unref(buffer);
    }
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;

    /// Copies and converts whole pictures.
    void assign(const cv::Mat& bgr) { convert(bgr, true); }
    cv::Mat bgr() {
        cv::Mat picture(cv::Size(info.width, info.height), CV_8UC3);
        convert(picture, false);
        return picture;
    }
    std::vector<uchar> bytes() const {
        std::vector<uchar> all(gst_buffer_get_size(buffer));
        gst_buffer_extract(buffer, 0, all.data(), all.size());
        return all;
    }

    GstVideoInfo info;
    GstBuffer* buffer;
    std::string text;

  private:
    void convert(cv::Mat picture, bool toThis) {
        if (video::PlanarColors::has(info)) {  // where GStreamer computes with fewer bits; has a test of its own
            const cv::Rect whole(cv::Point(), picture.size());
            brnpa::MappedFrame own(buffer, info, static_cast<GstMapFlags>(GST_MAP_READ | GST_MAP_WRITE));
            video::PlanarColors colors(info);
            toThis ? colors.fromBgr(picture, whole, *own.get()) : colors.toBgr(*own.get(), whole, picture);
            return;
        }
        GstVideoInfo plain = video::bgrInfo(info, picture.size());
        GstBuffer* const wrapped = gst_buffer_new_allocate(nullptr, plain.size, nullptr);
        {
            brnpa::MappedFrame own(buffer, info, static_cast<GstMapFlags>(GST_MAP_READ | GST_MAP_WRITE));
            brnpa::MappedFrame other(wrapped, plain, static_cast<GstMapFlags>(GST_MAP_READ | GST_MAP_WRITE));
            cv::Mat pixels = other.plane(CV_8UC3);
            if (toThis) picture.copyTo(pixels);
            GstVideoConverter* const converter = toThis ? gst_video_converter_new(&plain, &info, nullptr)
                                                        : gst_video_converter_new(&info, &plain, nullptr);
            gst_video_converter_frame(converter, toThis ? other.get() : own.get(), toThis ? own.get() : other.get());
            gst_video_converter_free(converter);
            if (!toThis) pixels.copyTo(picture);
        }
        gst_buffer_unref(wrapped);
    }
};

struct Case {
    const char* format;
    cv::Size size;
    const char* colorimetry;
    double largest, mean;  ///< difference of levels that chroma beyond the border of a part may make
};

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.format << ' ' << one.size << one.colorimetry;
}

/// The oracle: the whole picture drawn on in blue, green and red, and brought to the format by GStreamer.
void expectDrawn(const Case& one, Picture& output, const cv::Mat& expected, const std::vector<cv::Rect>& parts) {
    Picture drawn(one.format, one.size, one.colorimetry);
    drawn.assign(expected);
    const cv::Mat seen = output.bgr(), wanted = drawn.bgr();
    for (const cv::Rect& part : parts) {
        cv::Mat difference;
        cv::absdiff(seen(part), wanted(part), difference);
        EXPECT_LE(cv::norm(difference, cv::NORM_INF), one.largest) << part;
        EXPECT_LE(cv::norm(difference, cv::NORM_L1) / static_cast<double>(difference.total() * 3), one.mean) << part;
    }
}

class OverlayFormatTest : public testing::TestWithParam<Case> {};

TEST_P(OverlayFormatTest, drawsWhatThePainterDrawsOnBgr) {
    const Case& one = GetParam();
    const std::vector<reid::Person> people = {personAt({41.3F, 60.7F, 50, 101}, 1), personAt({70, 90.2F, 55, 99}, 2)};
    Picture input(one.format, one.size, one.colorimetry);
    input.assign(landscape(one.size));
    const std::vector<uchar> before = input.bytes();
    cv::Mat expected = input.bgr();
    reid::PersonPainter().draw(expected, people);

    Harness harness("brnpaoverlay");
    gst_harness_set_src_caps_str(harness.get(), input.text.c_str());
    for (const reid::Person& person : people)
        attach(input.buffer, person, one.size);
    ASSERT_EQ(harness.push(gst_buffer_ref(input.buffer)), GST_FLOW_OK);
    Picture output(one.format, one.size, one.colorimetry);
    gst_buffer_unref(output.buffer);
    output.buffer = harness.pull();
    expectDrawn(one, output, expected, reid::PersonPainter::touched(people, one.size));
    EXPECT_GT(cv::norm(output.bgr(), landscape(one.size), cv::NORM_L1), 1e5) << "something was drawn";
    EXPECT_EQ(input.bytes(), before) << "who else has the frame does not see the drawing";
}

TEST_P(OverlayFormatTest, leavesTheRestOfTheFrameAsItIs) {
    const Case& one = GetParam();
    const reid::Person person = personAt({61, 91, 40, 80}, 1);
    Picture input(one.format, one.size, one.colorimetry);
    input.assign(landscape(one.size));
    std::vector<uchar> before = input.bytes();
    Harness harness("brnpaoverlay");
    gst_harness_set_src_caps_str(harness.get(), input.text.c_str());
    attach(input.buffer, person, one.size);
    ASSERT_EQ(harness.push(gst_buffer_ref(input.buffer)), GST_FLOW_OK);
    Picture output(one.format, one.size, one.colorimetry);
    gst_buffer_unref(output.buffer);
    output.buffer = harness.pull();
    const std::vector<uchar> after = output.bytes();
    ASSERT_EQ(before.size(), after.size());
    // Of the first plane, whose rows are those of the picture; a pixel more on each side for chroma.
    cv::Mat touched = cv::Mat::zeros(one.size, CV_8U);
    for (const cv::Rect& part : reid::PersonPainter::touched({person}, one.size)) {
        const cv::Rect wider(part.x - 1, part.y - 1, part.width + 2, part.height + 2);
        touched(wider & cv::Rect(cv::Point(), one.size)) = 1;
    }
    ASSERT_LT(cv::countNonZero(touched), one.size.area() / 4);
    const auto stride = static_cast<size_t>(input.info.stride[0]);
    const auto bytes = static_cast<size_t>(GST_VIDEO_INFO_COMP_PSTRIDE(&input.info, 0));
    const bool alpha = GST_VIDEO_INFO_HAS_ALPHA(&input.info);
    int changed = 0;
    for (int y = 0; y < one.size.height; ++y) {
        for (int x = 0; x < one.size.width; ++x) {
            const size_t first = static_cast<size_t>(y) * stride + static_cast<size_t>(x) * bytes;
            if (touched.at<uchar>(y, x) == 0) {
                for (size_t i = 0; i < bytes; ++i)
                    changed += before[first + i] != after[first + i] ? 1 : 0;
            } else if (alpha) {
                changed += before[first + 3] != after[first + 3] ? 1 : 0;
            }
        }
    }
    EXPECT_EQ(changed, 0);
}

INSTANTIATE_TEST_SUITE_P(Formats, OverlayFormatTest,
                         testing::Values(Case{"BGR", {320, 240}, "", 0, 0}, Case{"BGRx", {320, 240}, "", 0, 0},
                                         Case{"BGRA", {320, 240}, "", 0, 0}, Case{"RGB", {320, 240}, "", 0, 0},
                                         Case{"RGBx", {320, 240}, "", 0, 0}, Case{"RGBA", {322, 241}, "", 0, 0},
                                         Case{"I420", {320, 240}, "", 40, 0.5},
                                         Case{"I420", {321, 241}, ",colorimetry=bt709", 40, 0.5},
                                         Case{"NV12", {320, 240}, "", 40, 0.5},
                                         Case{"NV12", {320, 240}, ",colorimetry=1:4:0:0", 40, 0.5}));

TEST_P(OverlayFormatTest, anonymisesThoseTooWhoAreNotShown) {
    const Case& one = GetParam();
    const reid::Person shown = personAt({41, 61, 50, 101}, 1);
    const reid::Detection detection{{150, 30, 40, 90}, 0.2F};
    reid::Track waiting{};
    waiting.id = 2;
    waiting.box = {220, 100, 50, 100};
    const std::vector<cv::Rect2f> everybody = {shown.box, detection.box, waiting.box};
    cv::Mat scene = landscape(one.size);
    for (const cv::Rect2f& box : everybody)
        cv::circle(scene, (cv::Point2i(box.tl()) + cv::Point2i(box.br())) / 2, 15, {20, 220, 250}, cv::FILLED);
    Picture input(one.format, one.size, one.colorimetry);
    input.assign(scene);
    cv::Mat expected = input.bgr();
    reid::anonymise(expected, everybody);
    reid::PersonPainter().draw(expected, {shown});

    Harness harness("brnpaoverlay anonymise=true");
    gst_harness_set_src_caps_str(harness.get(), input.text.c_str());
    attach(input.buffer, shown, one.size);
    brnpa::markDetections(input.buffer, {brnpa::makeDetectionStructure(detection)});
    brnpa::markTracks(input.buffer, {brnpa::makeTrackStructure(waiting)});
    ASSERT_EQ(harness.push(gst_buffer_ref(input.buffer)), GST_FLOW_OK);
    Picture output(one.format, one.size, one.colorimetry);
    gst_buffer_unref(output.buffer);
    output.buffer = harness.pull();
    expectDrawn(one, output, expected, reid::anonymisedParts(everybody, one.size));
}

TEST(OverlayTest, aFrameWithoutPeopleIsNotTouched) {
    Harness harness("brnpaoverlay");
    const cv::Mat picture = landscape({320, 240});
    ASSERT_EQ(harness.push(picture), GST_FLOW_OK);
    GstBuffer* const buffer = harness.pull();
    EXPECT_EQ(gst_buffer_memcmp(buffer, 0, picture.data, picture.total() * picture.elemSize()), 0);
    gst_buffer_unref(buffer);
}

TEST(OverlayTest, capsThatItTakes) {
    Harness harness("brnpaoverlay");
    GstPad* const pad = gst_element_get_static_pad(harness.get()->element, "sink");
    const auto takes = [pad](const char* text) {
        GstCaps* const caps = gst_caps_from_string(text);
        const bool taken = gst_pad_query_accept_caps(pad, caps) != FALSE;
        gst_caps_unref(caps);
        return taken;
    };
    for (const char* format : {"BGR", "BGRx", "BGRA", "RGB", "RGBx", "RGBA", "I420", "NV12"})
        EXPECT_TRUE(takes(cv::format("video/x-raw,format=%s,width=64,height=48,framerate=25/1", format).c_str()));
    EXPECT_FALSE(takes("video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1"));
    EXPECT_FALSE(takes("video/x-raw(memory:GLMemory),format=RGBA,width=64,height=48,framerate=25/1"));
    EXPECT_FALSE(takes("video/x-h264"));
    gst_object_unref(pad);
}

}  // namespace
