#include "report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reid/atomic_file.hpp"
#include "reid/base64.hpp"
#include "reid/person_painter.hpp"
#include "report_page.hpp"

namespace {

using Json = nlohmann::ordered_json;

constexpr double NS_PER_SECOND = 1e9;
constexpr double STEPS_PER_SECOND = 1000;  ///< times are told to the millisecond

double secondsOf(int64_t ns) {
    return std::round(static_cast<double>(ns) / NS_PER_SECOND * STEPS_PER_SECOND) / STEPS_PER_SECOND;
}

/// The color of the person's box in the annotated video, as CSS writes it.
std::string cssColorOf(int identity) {
    const cv::Scalar color = reid::PersonPainter::colorOf(identity);
    return fmt::format("#{:02x}{:02x}{:02x}", cvRound(color[2]), cvRound(color[1]), cvRound(color[0]));
}

Json shownOf(const PersonSeen& person) {
    Json spans = Json::array();
    for (const TimeSpan& span : person.inView)
        spans.push_back({secondsOf(span.beginNs), secondsOf(span.endNs)});
    return {{"identity", person.identity},
            {"name", person.name},
            {"color", cssColorOf(person.identity)},
            {"spans", spans},
            {"score", person.pictureScore},
            {"picture", reid::toBase64(person.picture.data(), person.picture.size())},
            {"painted", reid::toBase64(person.painted.data(), person.painted.size())}};
}

/// JSON that ends no script element and begins no comment in one.
std::string scriptSafe(const Json& json) {
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string safe;
    safe.reserve(text.size());
    for (char letter : text) {
        if (letter == '<') {
            safe += "\\u003c";
        } else {
            safe += letter;
        }
    }
    return safe;
}

}  // namespace

void Report::add(const std::string& title, const std::string& film, const VideoSummary& summary) {
    Json people = Json::array();
    for (const PersonSeen& person : summary.people)
        people.push_back(shownOf(person));
    videos_.push_back({{"title", title},
                       {"film", film},
                       {"camera", summary.camera},
                       {"seconds", secondsOf(summary.endNs)},
                       {"frames", summary.frames},
                       {"whole", summary.whole},
                       {"warning", summary.warning},
                       {"lasting", summary.lasting},
                       {"people", people}});
}

std::string Report::page() const {
    return REPORT_PAGE_BEFORE_DATA + scriptSafe({{"videos", videos_}, {"failures", failures_}}) +
           REPORT_PAGE_AFTER_DATA;
}

void Report::write(const std::string& path) const {
    reid::AtomicFile file(path);
    file.stream() << page();
    file.commit();
}
