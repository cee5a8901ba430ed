#include "video_summary.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "input_paths.hpp"
#include "reid/atomic_file.hpp"
#include "reid/base64.hpp"
#include "reid/record.hpp"
#include "result_formats.hpp"
#include "video/input_address.hpp"

namespace {

using Json = nlohmann::ordered_json;

constexpr int SUMMARY_SCHEMA_VERSION = 1;

template <typename Value>
Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

std::string textIn(const Json& value) {
    return value.is_null() ? std::string() : value.get<std::string>();
}

Json jsonOf(const PersonSeen& person) {
    Json spans = Json::array();
    for (const TimeSpan& span : person.inView)
        spans.push_back({span.beginNs, span.endNs});
    return {{"identity", person.identity},
            {"name", textOrNull(person.name)},
            {"in_view_ns", spans},
            {"picture_score", person.pictureScore},
            {"picture", reid::toBase64(person.picture.data(), person.picture.size())},
            {"painted", reid::toBase64(person.painted.data(), person.painted.size())}};
}

PersonSeen personIn(const Json& json) {
    PersonSeen person;
    person.identity = json.at("identity").get<int>();
    person.name = textIn(json.at("name"));
    for (const Json& span : json.at("in_view_ns"))
        person.inView.push_back({span.at(0).get<int64_t>(), span.at(1).get<int64_t>()});
    person.pictureScore = json.at("picture_score").get<double>();
    person.picture = reid::fromBase64(json.at("picture").get<std::string>());
    person.painted = reid::fromBase64(json.at("painted").get<std::string>());
    return person;
}

VideoSummary summaryIn(const Json& json) {
    VideoSummary summary;
    const Json& input = json.at("input");
    summary.input = {input.at("name").get<std::string>(), input.at("bytes").get<int64_t>(),
                     input.at("modified_ns").get<int64_t>()};
    summary.settings = json.at("settings");
    summary.whole = json.at("whole").get<bool>();
    summary.size = {json.at("width").get<int>(), json.at("height").get<int>()};
    summary.frames = json.at("frames").get<int64_t>();
    summary.endNs = json.at("end_ns").get<int64_t>();
    summary.tracks = json.at("tracks").get<int64_t>();
    summary.camera = json.at("camera").get<std::string>();
    summary.warning = textIn(json.at("warning"));
    summary.lasting = json.at("lasting_identities").get<bool>();
    summary.galleryVisits = json.at("gallery_visits").is_null() ? -1 : json.at("gallery_visits").get<int64_t>();
    for (const Json& person : json.at("people"))
        summary.people.push_back(personIn(person));
    return summary;
}

}  // namespace

InputState InputState::of(const std::string& input) {
    InputState state{input};
    if (video::isUri(input)) {
        state.input = withoutPasswords(input);
        return state;
    }
    std::error_code failure;
    const auto bytes = std::filesystem::file_size(input, failure);
    if (failure) return state;
    state.bytes = static_cast<int64_t>(bytes);
    const auto modified = std::filesystem::last_write_time(input, failure).time_since_epoch();
    if (!failure) state.modifiedNs = std::chrono::duration_cast<std::chrono::nanoseconds>(modified).count();
    return state;
}

std::optional<VideoSummary> VideoSummary::read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    try {
        const Json json = Json::parse(file);
        if (json.at("schema_version") != SUMMARY_SCHEMA_VERSION) return std::nullopt;
        return summaryIn(json);
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

void VideoSummary::write(const std::string& path) const {
    Json all = Json::array();
    for (const PersonSeen& person : people)
        all.push_back(jsonOf(person));
    const Json json = {{"schema_version", SUMMARY_SCHEMA_VERSION},
                       {"input", {{"name", input.input}, {"bytes", input.bytes}, {"modified_ns", input.modifiedNs}}},
                       {"settings", settings},
                       {"whole", whole},
                       {"width", size.width},
                       {"height", size.height},
                       {"frames", frames},
                       {"end_ns", endNs},
                       {"tracks", tracks},
                       {"camera", camera},
                       {"warning", textOrNull(warning)},
                       {"lasting_identities", lasting},
                       {"gallery_visits", galleryVisits < 0 ? Json(nullptr) : Json(galleryVisits)},
                       {"people", all}};
    reid::AtomicFile file(path);
    // What is no UTF-8, as a file name may be, is written as the replacement character.
    file.stream() << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    file.commit();
}

Json settingsOf(const AnnotateOptions& options, const reid::ModelFolder& model, double acceptDistance) {
    const PeopleOptions& people = options.people;
    const reid::DetectorOptions& detector = people.detector.options;
    const bool stored = !options.detections.empty();
    return {{"record_schema_version", reid::RECORD_SCHEMA_VERSION},
            {"formats", wordsOf(options.formats)},
            {"model_sha256", model.sha256},
            {"accept_distance", acceptDistance},
            {"margin", people.accept.margin},
            {"detector", stored ? options.detections : people.detector.detector},
            {"detector_family", detector.family ? Json(static_cast<int>(*detector.family)) : Json(nullptr)},
            {"detector_size",
             detector.inputSize ? Json{detector.inputSize->width, detector.inputSize->height} : Json(nullptr)},
            {"detector_score", orNull(detector.score)},
            {"detector_overlap", orNull(detector.overlap)},
            {"detector_class", orNull(detector.personClass)},
            {"detector_start_score", detector.startScore},
            {"bfloat16", detector.engine == reid::NetworkEngine::OneDnnBfloat16},
            {"detect_every", orNull(people.detectEvery)},
            {"look_every", people.lookEvery},
            {"normalization", people.normalization},
            {"anonymise", people.anonymise},
            {"gallery", textOrNull(people.gallery)},
            {"camera", textOrNull(options.camera)},
            {"recorded_at", textOrNull(options.recordedAt)},
            {"max_frames", orNull(options.maxFrames)}};
}

int64_t galleryVisitsOf(const reid::LastingGallery& gallery) {
    int64_t visits = 0;
    for (const reid::KnownPerson& person : gallery.people()) {
        for (const reid::CameraSightings& camera : person.cameras)
            visits += camera.visits;
    }
    return visits;
}
