#include "reid/record.hpp"

#include "json_text.hpp"
#include "rounding.hpp"

namespace reid {

namespace {

void appendNumber(JsonText& json, const std::optional<double>& value) {
    value ? json.number(rounded(*value, VALUE_STEPS)) : json.null();
}

void appendBox(JsonText& json, const cv::Rect2f& box) {
    const auto pixels = [&](float value) { json.number(rounded(value, PIXEL_STEPS)); };
    json.raw("{");
    json.key("x"), pixels(box.x);
    json.key("y"), pixels(box.y);
    json.key("width"), pixels(box.width);
    json.key("height"), pixels(box.height);
    json.raw("}");
}

void appendPart(JsonText& json, const PartSummary& part) {
    const auto number = [&](double value) { json.number(rounded(value, VALUE_STEPS)); };
    json.raw("{").key("centroid").raw("[");
    number(part.centroid.x);
    json.raw(",");
    number(part.centroid.y);
    json.raw("]").key("spread");
    number(part.spread);
    json.key("share");
    number(part.share);
    json.raw("}");
}

}  // namespace

void appendRecord(std::string& text, int64_t frame, int64_t ptsNs, const Person& person) {
    JsonText json(text);
    json.raw("{").key("schema_version").whole(RECORD_SCHEMA_VERSION);
    json.key("frame").whole(frame).key("pts_ns").whole(ptsNs).key("track_id").whole(person.trackId);
    json.key("identity");
    person.identity ? json.whole(*person.identity) : json.null();
    json.key("name");
    person.name.empty() ? json.null() : json.string(person.name);
    json.key("box");
    appendBox(json, person.box);
    json.key("detected").flag(person.detected);
    json.key("confidence").number(rounded(person.confidence, VALUE_STEPS));
    json.key("distance");
    appendNumber(json, person.distance);
    json.key("runner_up");
    appendNumber(json, person.runnerUp);
    json.key("looked").flag(person.looked);
    json.key("saliency").raw("[");
    const char* separator = "";
    for (const PartSummary& part : summarizeSaliency(person.appearance.maps, person.appearance.norms)) {
        json.raw(separator);
        appendPart(json, part);
        separator = ",";
    }
    json.raw("]}");
}

nlohmann::ordered_json toJson(const Record& record) {
    std::string text;
    appendRecord(text, record.frame, record.ptsNs, record.person);
    return nlohmann::ordered_json::parse(text);
}

}  // namespace reid
