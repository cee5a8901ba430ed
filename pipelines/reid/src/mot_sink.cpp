#include <iomanip>

#include "reid/atomic_file.hpp"
#include "reid/record_sink.hpp"

namespace reid {

namespace {

class MotSink : public RecordSink {
  public:
    explicit MotSink(const std::string& path) : file_(path) {}

    void write(int64_t frame, int64_t /*ptsNs*/, const std::vector<Person>& people) override {
        for (const Person& person : people) {
            // Not by printf(), which writes a comma into a number where the program's locale has one.
            const cv::Rect2f& box = person.box;
            file_.stream() << frame + 1 << ',' << person.trackId << ',' << std::fixed << std::setprecision(2) << box.x
                           << ',' << box.y << ',' << box.width << ',' << box.height << ',' << std::setprecision(4)
                           << person.confidence << ",-1,-1,-1\n";
        }
    }

    void finish() override { file_.commit(); }

  private:
    AtomicFile file_;
};

}  // namespace

std::unique_ptr<RecordSink> makeMotSink(const std::string& path) {
    return std::make_unique<MotSink>(path);
}

}  // namespace reid
