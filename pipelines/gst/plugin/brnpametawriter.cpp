/**
 * SECTION:element-brnpametawriter
 * @title: brnpametawriter
 *
 * Writes what the elements above know about the tracked people, one line for each person and frame, and passes the
 * frames on untouched. The file has its name when the stream has ended (with gst-launch-1.0 -e also when it is
 * interrupted); until then it is a hidden one beside it.
 *
 * |[
 * gst-launch-1.0 -e filesrc location=people.avi ! decodebin ! videoconvert ! brnpadetect ! brnpatrack ! brnpareid !
 *   brnpagallery ! brnpametawriter location=records.jsonl ! fakesink
 * ]|
 */
#include <algorithm>
#include <utility>

#include "elements.hpp"
#include "frame_filter.hpp"
#include "person_region.hpp"
#include "reid/errors.hpp"
#include "reid/record_sink.hpp"

struct GstBrnpaMetaWriter {
    GstBrnpaFilter parent;
};
struct GstBrnpaMetaWriterClass {
    GstBrnpaFilterClass parent_class;
};
G_DEFINE_TYPE(GstBrnpaMetaWriter, gst_brnpa_meta_writer, gst_brnpa_filter_get_type())

namespace brnpa {

namespace {

enum class RecordFormat { JsonLines, Mot };

GType recordFormatType() {
    static const GEnumValue values[] = {
        {static_cast<gint>(RecordFormat::JsonLines), "One JSON object a line (pipelines/reid/docs/records.md)",
         "jsonl"},
        {static_cast<gint>(RecordFormat::Mot), "MOTChallenge text: frame, track, box, confidence", "mot"},
        {0, nullptr, nullptr}};
    static const GType type = g_enum_register_static("GstBrnpaRecordFormat", values);
    return type;
}

class RecordWorker : public FrameWorker {
  public:
    RecordWorker(std::string location, RecordFormat format) : location_(std::move(location)), format_(format) {}

    void restart() override {
        sink_.reset();  // what was written before a flush is not part of the stream
        sink_ = format_ == RecordFormat::Mot ? reid::makeMotSink(location_) : reid::makeJsonLinesSink(location_);
        frames_ = 0;
    }

    void process(const Frame& frame) override {
        if (!sink_) return;  // the stream had ended
        std::vector<reid::Person> people = peopleIn(frame.buffer, frame.size());
        people.erase(std::remove_if(people.begin(), people.end(),
                                    [](const reid::Person& person) { return person.trackId == 0; }),
                     people.end());
        sink_->write(frames_++, frame.streamTimeNs, people);
    }

    void end() override {
        if (sink_) sink_->finish();
        sink_.reset();
    }

    void stop() override { sink_.reset(); }

  private:
    std::string location_;
    RecordFormat format_;
    std::unique_ptr<reid::RecordSink> sink_;
    int64_t frames_ = 0;
};

std::unique_ptr<FrameWorker> makeRecordWorker(GstElement* element) {
    const std::string location = textProperty(element, "location");
    if (location.empty())
        throw reid::InputError("brnpametawriter has no file to write; give it one with location=FILE.");
    return std::make_unique<RecordWorker>(location, static_cast<RecordFormat>(intProperty(element, "format")));
}

void addAnyVideoPad(GstElementClass* elementClass, const char* name, GstPadDirection direction) {
    GstCaps* const caps = gst_caps_from_string("video/x-raw(ANY)");
    gst_element_class_add_pad_template(elementClass, gst_pad_template_new(name, direction, GST_PAD_ALWAYS, caps));
    gst_caps_unref(caps);
}

}  // namespace

}  // namespace brnpa

static void gst_brnpa_meta_writer_class_init(GstBrnpaMetaWriterClass* writerClass) {
    auto* const filterClass = &writerClass->parent_class;
    filterClass->makeWorker = brnpa::makeRecordWorker;
    brnpa::installProperty(filterClass,
                           g_param_spec_string("location", "Location", "The file to write", "", brnpa::PROPERTY_FLAGS));
    brnpa::installProperty(filterClass,
                           g_param_spec_enum("format", "Format", "What a line looks like", brnpa::recordFormatType(),
                                             static_cast<gint>(brnpa::RecordFormat::JsonLines), brnpa::PROPERTY_FLAGS));
    auto* const elementClass = GST_ELEMENT_CLASS(writerClass);
    brnpa::addAnyVideoPad(elementClass, "sink", GST_PAD_SINK);
    brnpa::addAnyVideoPad(elementClass, "src", GST_PAD_SRC);
    gst_element_class_set_static_metadata(elementClass, "Person record writer", "Filter/Analyzer/Video",
                                          "Writes the people in each frame to a file", "BR-NPA for OpenCV");
}

static void gst_brnpa_meta_writer_init(GstBrnpaMetaWriter* writer) {
    gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(writer), TRUE);
}
