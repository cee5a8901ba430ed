#include "coco_array.hpp"
#include "reid/record_sink.hpp"
#include "rounding.hpp"

namespace reid {

namespace {

class CocoSink : public RecordSink {
  public:
    explicit CocoSink(const std::string& path) : results_(path) {}

    void write(int64_t frame, int64_t /*ptsNs*/, const std::vector<Person>& people) override {
        for (const Person& person : people) {
            const cv::Rect2f& box = person.box;
            nlohmann::ordered_json entry = {{"image_id", frame + 1},
                                            {"category_id", COCO_PERSON},
                                            {"bbox",
                                             {rounded(box.x, PIXEL_STEPS), rounded(box.y, PIXEL_STEPS),
                                              rounded(box.width, PIXEL_STEPS), rounded(box.height, PIXEL_STEPS)}},
                                            {"score", rounded(person.confidence, VALUE_STEPS)},
                                            {"track_id", person.trackId},
                                            {"identity", nullptr}};
            if (person.identity) entry["identity"] = *person.identity;
            results_.add(entry);
        }
    }

    void finish() override { results_.finish(); }

  private:
    CocoArray results_;
};

}  // namespace

std::unique_ptr<RecordSink> makeCocoSink(const std::string& path) {
    return std::make_unique<CocoSink>(path);
}

}  // namespace reid
