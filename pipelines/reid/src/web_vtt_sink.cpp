#include <map>

#include "reid/atomic_file.hpp"
#include "reid/record_sink.hpp"

namespace reid {

namespace {

constexpr int64_t NS_PER_MS = 1000000;
constexpr int64_t MS_PER_SECOND = 1000, MS_PER_MINUTE = 60000, MS_PER_HOUR = 3600000;
/// Of the last cue, where the video has no second frame to tell how long one is shown.
constexpr int64_t ASSUMED_FRAME_NS = 40 * NS_PER_MS;

/// Hours, minutes, seconds, milliseconds: 00:01:02.345.
std::string timestamp(int64_t ms) {
    return cv::format("%02lld:%02lld:%02lld.%03lld", static_cast<long long>(ms / MS_PER_HOUR),
                      static_cast<long long>(ms / MS_PER_MINUTE % 60), static_cast<long long>(ms / MS_PER_SECOND % 60),
                      static_cast<long long>(ms % MS_PER_SECOND));
}

/// Text as a cue may hold it: one line, without what would be markup or "-->".
std::string cueText(const std::string& text) {
    std::string escaped;
    for (char letter : text) {
        switch (letter) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            default:
                escaped += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
        }
    }
    return escaped;
}

/// "ID 3 Anna, ID 5", by number; empty when nobody with an identity is in view.
std::string whoIsInView(const std::vector<Person>& people) {
    std::map<int, std::string> names;
    for (const Person& person : people) {
        if (person.identity) names[*person.identity] = person.name;
    }
    std::string text;
    for (const auto& [identity, name] : names) {
        text += (text.empty() ? "ID " : ", ID ") + std::to_string(identity);
        if (!name.empty()) text += " " + cueText(name);
    }
    return text;
}

class WebVttSink : public RecordSink {
  public:
    explicit WebVttSink(const std::string& path) : file_(path) { file_.stream() << "WEBVTT\n"; }

    void write(int64_t /*frame*/, int64_t ptsNs, const std::vector<Person>& people) override {
        if (lastNs_) frameNs_ = ptsNs - *lastNs_;
        lastNs_ = ptsNs;
        std::string text = whoIsInView(people);
        if (text == text_) return;
        endCue(ptsNs);
        text_ = std::move(text);
        beginNs_ = ptsNs;
    }

    void finish() override {
        if (lastNs_) endCue(*lastNs_ + frameNs_);
        file_.commit();
    }

  private:
    void endCue(int64_t endNs) {
        const int64_t beginMs = beginNs_ / NS_PER_MS, endMs = endNs / NS_PER_MS;
        if (text_.empty() || endMs <= beginMs) return;
        file_.stream() << "\n" << timestamp(beginMs) << " --> " << timestamp(endMs) << "\n" << text_ << "\n";
    }

    AtomicFile file_;
    std::string text_;     ///< of the cue that goes on; empty: none does
    int64_t beginNs_ = 0;  ///< of it
    std::optional<int64_t> lastNs_;
    int64_t frameNs_ = ASSUMED_FRAME_NS;
};

}  // namespace

std::unique_ptr<RecordSink> makeWebVttSink(const std::string& path) {
    return std::make_unique<WebVttSink>(path);
}

}  // namespace reid
