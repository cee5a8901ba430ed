#include "mot_line.hpp"
#include "reid/atomic_file.hpp"
#include "reid/record_sink.hpp"

namespace reid {

namespace {

class MotSink : public RecordSink {
  public:
    explicit MotSink(const std::string& path) : file_(path) {}

    void write(int64_t frame, int64_t /*ptsNs*/, const std::vector<Person>& people) override {
        for (const Person& person : people)
            writeMotLine(file_.stream(), {frame + 1, person.trackId, person.box, person.confidence});
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
