#include "reid/atomic_file.hpp"
#include "reid/record_sink.hpp"

namespace reid {

namespace {

class MotSink : public RecordSink {
  public:
    explicit MotSink(const std::string& path) : file_(path) {}

    void write(int64_t frame, int64_t /*ptsNs*/, const std::vector<Person>& people) override {
        for (const Person& person : people) {
            file_.stream() << frame + 1 << ','
                           << cv::format("%d,%.2f,%.2f,%.2f,%.2f,%.4f,-1,-1,-1\n", person.trackId, person.box.x,
                                         person.box.y, person.box.width, person.box.height, person.confidence);
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
