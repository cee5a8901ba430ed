#include "gallery/gallery_json.hpp"

#include <cstring>

#include "reid/base64.hpp"

namespace reid {

namespace {

constexpr double LATEST_MS = 1e15;  // the year 33658; exact as a double
constexpr double MOST_VISITS = 1e15;

}  // namespace

nlohmann::ordered_json toJson(const GalleryModel& model) {
    return {{"name", model.name},
            {"sha256", model.sha256},
            {"embedding_size", model.embeddingSize},
            {"metric", model.metric == Metric::Cosine ? "cosine" : "euclidean"}};
}

nlohmann::ordered_json toJson(const CameraSightings& seen) {
    return {{"camera", seen.camera}, {"first_ms", seen.firstMs}, {"last_ms", seen.lastMs}, {"visits", seen.visits}};
}

nlohmann::ordered_json toJson(const Exemplar& exemplar, const std::string& file) {
    nlohmann::ordered_json json = {
        {"file", file},
        {"camera", exemplar.sighting.camera},
        {"time_ms", exemplar.sighting.timeMs},
        {"embedding", toBase64(exemplar.embedding.data(), exemplar.embedding.size() * sizeof(float))},
        {"saliency", nullptr}};
    if (!exemplar.saliency.empty()) {
        json["saliency"] = {{"parts", exemplar.saliency.size[0]},
                            {"height", exemplar.saliency.size[1]},
                            {"width", exemplar.saliency.size[2]},
                            {"values", toBase64(exemplar.saliency.data, exemplar.saliency.total())}};
    }
    return json;
}

int64_t millisecondsIn(const JsonFields& fields, const std::string& key) {
    return static_cast<int64_t>(fields.number(key, -LATEST_MS, LATEST_MS));
}

GalleryModel modelIn(const JsonFields& fields) {
    return {fields.text("name"), fields.text("sha256"), fields.positiveInteger("embedding_size"),
            fields.oneOf("metric", {"cosine", "euclidean"}) == "cosine" ? Metric::Cosine : Metric::Euclidean};
}

CameraSightings sightingsIn(const JsonFields& fields) {
    return {fields.textOrEmpty("camera"), millisecondsIn(fields, "first_ms"), millisecondsIn(fields, "last_ms"),
            static_cast<int64_t>(fields.number("visits", 0, MOST_VISITS))};
}

Exemplar exemplarIn(const JsonFields& fields, int embeddingSize) {
    Exemplar exemplar;
    exemplar.sighting = {fields.textOrEmpty("camera"), millisecondsIn(fields, "time_ms")};
    const std::vector<uchar> numbers = fromBase64(fields.text("embedding"));
    exemplar.embedding.resize(static_cast<size_t>(embeddingSize));
    if (numbers.size() != exemplar.embedding.size() * sizeof(float))
        fields.refuse("embedding", std::to_string(embeddingSize) + " floats in Base64");
    std::memcpy(exemplar.embedding.data(), numbers.data(), numbers.size());
    if (!cv::checkRange(exemplar.embedding)) fields.refuse("embedding", "finite numbers in Base64");
    if (fields.isNull("saliency")) return exemplar;
    const JsonFields saliency = fields.object("saliency");
    const int sizes[] = {saliency.positiveInteger("parts"), saliency.positiveInteger("height"),
                         saliency.positiveInteger("width")};
    const std::vector<uchar> values = fromBase64(saliency.text("values"));
    if (static_cast<double>(values.size()) != static_cast<double>(sizes[0]) * sizes[1] * sizes[2])
        saliency.refuse("values", "parts x height x width bytes in Base64");
    exemplar.saliency.create(3, sizes, CV_8U);
    std::memcpy(exemplar.saliency.data, values.data(), values.size());
    return exemplar;
}

}  // namespace reid
