#include <array>
#include <cstdio>

#include "reid/atomic_file.hpp"
#include "reid/record_sink.hpp"

namespace reid {

namespace {

class MotSink : public RecordSink {
  public:
    explicit MotSink(const std::string& path) : file_(path) {}

    void write(int64_t frame, int64_t /*ptsNs*/, const std::vector<Person>& people) override {
        for (const Person& person : people) {
            const cv::Rect2f& box = person.box;
            std::array<char, 320> line{};
            const int length = std::snprintf(line.data(), line.size(), "%lld,%d,%.2f,%.2f,%.2f,%.2f,%.4f,-1,-1,-1\n",
                                             static_cast<long long>(frame + 1), person.trackId, box.x, box.y, box.width,
                                             box.height, person.confidence);
            file_.stream().write(line.data(), length);
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
