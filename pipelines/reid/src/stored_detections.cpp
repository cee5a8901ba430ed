#include "reid/stored_detections.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <utility>

#include "json_fields.hpp"
#include "mot_line.hpp"
#include "reid/detection_sink.hpp"
#include "reid/errors.hpp"

namespace reid {

namespace {

constexpr double MOST_FRAMES = 1e15;   // more than any video has, and exact as a double
constexpr double LARGEST_PIXEL = 1e6;  // of a coordinate
constexpr double LARGEST_SCORE = 1e6;

int64_t wholeNumber(const JsonFields& fields, const std::string& key, double lowest, double highest) {
    const double value = fields.number(key, lowest, highest);
    if (value != std::floor(value)) fields.refuse(key, "a whole number");
    return static_cast<int64_t>(value);
}

Detection readDetection(const JsonFields& fields) {
    const JsonFields box = fields.object("box");
    const auto pixel = [&](const char* key, double lowest) {
        return static_cast<float>(box.number(key, lowest, LARGEST_PIXEL));
    };
    return {{pixel("x", -LARGEST_PIXEL), pixel("y", -LARGEST_PIXEL), pixel("width", 0), pixel("height", 0)},
            static_cast<float>(fields.number("confidence", -LARGEST_SCORE, LARGEST_SCORE))};
}

/// Reads JSON lines into what is known about each source.
class JsonLinesReader {
  public:
    explicit JsonLinesReader(std::string path) : path_(std::move(path)) {}

    void read(const std::string& text, int number) {
        const std::string where = path_ + ":" + std::to_string(number);
        const nlohmann::json line = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
        if (line.is_discarded()) throw InputError("The line \"" + where + "\" is not JSON.");
        const JsonFields fields(line, where);
        if (fields.positiveInteger("schema_version") != DETECTIONS_SCHEMA_VERSION) {
            fields.refuse("schema_version", std::to_string(DETECTIONS_SCHEMA_VERSION));
        }
        auto [entry, isNew] = sources_.try_emplace(fields.text("source"));
        StoredDetections& stored = entry->second;
        stored.path = path_;
        stored.namesEmptyFrames = true;
        const cv::Size size(fields.positiveInteger("width"), fields.positiveInteger("height"));
        if (!isNew && size != *stored.frameSize) fields.refuse("width", "one frame size throughout a video");
        stored.frameSize = size;
        const auto start = line.find("start_confidence");
        if (start != line.end() && !start->is_null()) {
            stored.startConfidence = fields.number("start_confidence", -LARGEST_SCORE, LARGEST_SCORE);
        }
        std::vector<Detection> detections;
        for (const JsonFields& detection : fields.objects("detections"))
            detections.push_back(readDetection(detection));
        const int64_t frame = wholeNumber(fields, "frame", 0, MOST_FRAMES);
        if (!stored.frames.emplace(frame, std::move(detections)).second)
            fields.refuse("frame", "every frame only once");
    }

    StoredDetections take(const std::string& source) {
        auto found = sources_.find(source);
        if (found == sources_.end() && sources_.size() == 1) found = sources_.begin();
        if (found != sources_.end()) return std::move(found->second);
        throw InputError("The file \"" + path_ + "\" has the detections of " + std::to_string(sources_.size()) +
                         " videos and pictures, and none of them is called \"" + source + "\".");
    }

  private:
    std::string path_;
    std::map<std::string, StoredDetections> sources_;
};

void readMotLine(const std::string& text, int number, StoredDetections& stored) {
    const std::optional<MotLine> line = parseMotLine(text);
    if (!line) {
        throw InputError("The line \"" + stored.path + ":" + std::to_string(number) +
                         "\" is not one of detections; a JSON object, or frame, id, left, top, width, height and "
                         "confidence with commas between them, is needed.");
    }
    stored.frames[line->frame - 1].push_back({line->box, static_cast<float>(line->confidence)});
}

}  // namespace

StoredDetections StoredDetections::read(const std::string& path, const std::string& source) {
    std::ifstream file(path);
    if (!file) throw InputError("The file \"" + path + "\" cannot be opened; a readable file is needed.");
    JsonLinesReader json(path);
    StoredDetections stored;
    stored.path = path;
    stored.namesEmptyFrames = false;
    std::optional<bool> isJson;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        const size_t begin = line.find_first_not_of(" \t\r");
        if (begin == std::string::npos) continue;
        if (!isJson) isJson = line[begin] == '{';
        *isJson ? json.read(line, number) : readMotLine(line, number, stored);
    }
    if (isJson.value_or(false)) stored = json.take(source);
    for (auto& [frame, detections] : stored.frames) {
        std::stable_sort(detections.begin(), detections.end(),
                         [](const Detection& a, const Detection& b) { return a.confidence > b.confidence; });
    }
    return stored;
}

int64_t StoredDetections::step() const {
    int64_t divisor = 0;
    for (const auto& [frame, detections] : frames)
        divisor = std::gcd(divisor, frame);
    return std::max<int64_t>(divisor, 1);
}

}  // namespace reid
