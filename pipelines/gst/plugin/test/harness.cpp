#include "harness.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "elements.hpp"

namespace {

constexpr GstClockTime FRAME_TIME = 40 * GST_MSECOND;

/// Starts GStreamer and makes the elements known before any test.
class ElementsEnvironment : public testing::Environment {
  public:
    void SetUp() override {
        gst_init(nullptr, nullptr);
        ASSERT_TRUE(brnpa::registerElements(nullptr));
    }
};

const testing::Environment* const environment = testing::AddGlobalTestEnvironment(new ElementsEnvironment);

GstElement* parsed(const std::string& description) {
    GError* failure = nullptr;
    GstElement* const element = gst_parse_bin_from_description_full(description.c_str(), TRUE, nullptr,
                                                                    GST_PARSE_FLAG_NO_SINGLE_ELEMENT_BINS, &failure);
    if (failure) {
        const std::string text = failure->message;
        g_error_free(failure);
        throw std::runtime_error(text);
    }
    return element;
}

std::string firstErrorOn(GstBus* bus) {
    GstMessage* const message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    if (!message) return "";
    GError* error = nullptr;
    gst_message_parse_error(message, &error, nullptr);
    std::string text = error->message;
    g_error_free(error);
    gst_message_unref(message);
    return text;
}

}  // namespace

Harness::Harness(const std::string& chain) {
    GstElement* const element = parsed(chain);
    bus_ = gst_bus_new();
    gst_element_set_bus(element, bus_);
    harness_ = gst_harness_new_with_element(element, "sink", "src");
    gst_object_unref(element);
    gst_harness_play(harness_);
}

Harness::~Harness() {
    gst_element_set_bus(harness_->element, nullptr);
    gst_harness_teardown(harness_);
    gst_object_unref(bus_);
}

void Harness::setCaps(const std::string& format, cv::Size size) {
    size_ = size;
    const std::string caps =
        cv::format("video/x-raw,format=%s,width=%d,height=%d,framerate=25/1", format.c_str(), size.width, size.height);
    gst_harness_set_src_caps_str(harness_, caps.c_str());
}

GstFlowReturn Harness::push(const cv::Mat& picture) {
    if (picture.size() != size_) setCaps("BGR", picture.size());
    CV_Assert(picture.isContinuous() && picture.cols % 4 == 0);
    GstBuffer* const buffer = gst_buffer_new_memdup(picture.data, picture.total() * picture.elemSize());
    GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(frames_++) * FRAME_TIME;
    GST_BUFFER_DURATION(buffer) = FRAME_TIME;
    return gst_harness_push(harness_, buffer);
}

std::vector<reid::Person> Harness::pullPeople() {
    GstBuffer* const buffer = pull();
    if (!buffer) throw std::runtime_error("no frame came out");
    std::vector<reid::Person> people = brnpa::peopleIn(buffer, size_);
    gst_buffer_unref(buffer);
    return people;
}

void Harness::flush() {
    gst_harness_push_event(harness_, gst_event_new_flush_start());
    gst_harness_push_event(harness_, gst_event_new_flush_stop(TRUE));
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_harness_push_event(harness_, gst_event_new_segment(&segment));
    frames_ = 0;
}

std::string Harness::error() {
    return firstErrorOn(bus_);
}

std::string errorTo(GstState state, const std::string& description) {
    GstElement* const element = parsed(description);
    GstBus* const bus = gst_bus_new();
    gst_element_set_bus(element, bus);
    const bool failed = gst_element_set_state(element, state) == GST_STATE_CHANGE_FAILURE;
    std::string text = firstErrorOn(bus);
    if (failed != !text.empty()) text += " (state change and message disagree)";
    gst_element_set_state(element, GST_STATE_NULL);
    gst_element_set_bus(element, nullptr);
    gst_object_unref(bus);
    gst_object_unref(element);
    return text;
}
