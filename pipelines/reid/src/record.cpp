#include "reid/record.hpp"

#include "rounding.hpp"

namespace reid {

namespace {

nlohmann::ordered_json optionalNumber(const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(rounded(*value, VALUE_STEPS)) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json toJson(const PartSummary& part) {
    return {{"centroid", {rounded(part.centroid.x, VALUE_STEPS), rounded(part.centroid.y, VALUE_STEPS)}},
            {"spread", rounded(part.spread, VALUE_STEPS)},
            {"share", rounded(part.share, VALUE_STEPS)}};
}

}  // namespace

nlohmann::ordered_json toJson(const Record& record) {
    const Person& person = record.person;
    nlohmann::ordered_json parts = nlohmann::ordered_json::array();
    for (const PartSummary& part : summarizeSaliency(person.appearance.maps, person.appearance.norms)) {
        parts.push_back(toJson(part));
    }
    return {{"schema_version", RECORD_SCHEMA_VERSION},
            {"frame", record.frame},
            {"pts_ns", record.ptsNs},
            {"track_id", person.trackId},
            {"identity", person.identity ? nlohmann::ordered_json(*person.identity) : nlohmann::ordered_json(nullptr)},
            {"name", person.name.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(person.name)},
            {"box",
             {{"x", rounded(person.box.x, PIXEL_STEPS)},
              {"y", rounded(person.box.y, PIXEL_STEPS)},
              {"width", rounded(person.box.width, PIXEL_STEPS)},
              {"height", rounded(person.box.height, PIXEL_STEPS)}}},
            {"detected", person.detected},
            {"confidence", rounded(person.confidence, VALUE_STEPS)},
            {"distance", optionalNumber(person.distance)},
            {"runner_up", optionalNumber(person.runnerUp)},
            {"looked", person.looked},
            {"saliency", parts}};
}

}  // namespace reid
