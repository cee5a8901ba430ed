#include "reid/atomic_file.hpp"
#include "reid/record.hpp"
#include "reid/record_sink.hpp"

namespace reid {

namespace {

class JsonLinesSink : public RecordSink {
  public:
    explicit JsonLinesSink(const std::string& path) : file_(path) {}

    void write(int64_t frame, int64_t ptsNs, const std::vector<Person>& people) override {
        lines_.clear();
        for (const Person& person : people) {
            appendRecord(lines_, frame, ptsNs, person);
            lines_ += '\n';
        }
        file_.stream() << lines_;
    }

    void finish() override { file_.commit(); }

  private:
    AtomicFile file_;
    std::string lines_;  // of a frame
};

}  // namespace

std::unique_ptr<RecordSink> makeJsonLinesSink(const std::string& path) {
    return std::make_unique<JsonLinesSink>(path);
}

}  // namespace reid
