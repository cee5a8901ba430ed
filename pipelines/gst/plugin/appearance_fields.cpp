#include "appearance_fields.hpp"

#include <algorithm>
#include <array>

namespace brnpa {

namespace {

struct MapShape {
    int parts = 0, height = 0, width = 0;
    size_t cells() const { return static_cast<size_t>(height) * static_cast<size_t>(width); }
};

MapShape shapeIn(const GstStructure* structure) {
    MapShape shape;
    gst_structure_get_int(structure, "parts", &shape.parts);
    gst_structure_get_int(structure, "map-height", &shape.height);
    gst_structure_get_int(structure, "map-width", &shape.width);
    const bool good = shape.parts > 0 && shape.height > 0 && shape.width > 0;
    return good ? shape : MapShape();
}

}  // namespace

void setFloats(GstStructure* structure, const char* field, const float* values, size_t count) {
    GstBuffer* const buffer = gst_buffer_new_memdup(values, count * sizeof(float));
    gst_structure_set(structure, field, GST_TYPE_BUFFER, buffer, nullptr);
    gst_buffer_unref(buffer);
}

std::vector<float> floatsIn(const GstStructure* structure, const char* field) {
    const GValue* const value = gst_structure_get_value(structure, field);
    if (!value || !GST_VALUE_HOLDS_BUFFER(value)) return {};
    GstBuffer* const buffer = gst_value_get_buffer(value);
    std::vector<float> floats(gst_buffer_get_size(buffer) / sizeof(float));
    gst_buffer_extract(buffer, 0, floats.data(), floats.size() * sizeof(float));
    return floats;
}

void setAppearance(GstStructure* structure, const reid::Appearance& appearance, const std::string& model) {
    const cv::Mat& maps = appearance.maps;
    CV_Assert(maps.dims == 3 && maps.isContinuous() && appearance.norms.isContinuous());
    gst_structure_set(structure, "model", G_TYPE_STRING, model.c_str(), "parts", G_TYPE_INT, maps.size[0], "map-height",
                      G_TYPE_INT, maps.size[1], "map-width", G_TYPE_INT, maps.size[2], nullptr);
    setFloats(structure, "embedding", appearance.embedding.data(), appearance.embedding.size());
    setFloats(structure, "maps", maps.ptr<float>(), maps.total());
    setFloats(structure, "norms", appearance.norms.ptr<float>(), appearance.norms.total());
}

cv::Mat mapsIn(const GstStructure* structure, const char* field) {
    const MapShape shape = shapeIn(structure);
    std::vector<float> values = floatsIn(structure, field);
    if (values.empty() || values.size() != static_cast<size_t>(shape.parts) * shape.cells()) return {};
    const std::array<int, 3> sizes = {shape.parts, shape.height, shape.width};
    return cv::Mat(3, sizes.data(), CV_32F, values.data()).clone();
}

reid::Appearance appearanceIn(const GstStructure* structure) {
    const MapShape shape = shapeIn(structure);
    std::vector<float> norms = floatsIn(structure, "norms");
    reid::Appearance appearance;
    appearance.embedding = floatsIn(structure, "embedding");
    appearance.maps = mapsIn(structure, "maps");
    if (appearance.maps.empty() || norms.size() != shape.cells()) return {};
    appearance.norms = cv::Mat(shape.height, shape.width, CV_32F, norms.data()).clone();
    return appearance;
}

bool isOfModel(const GstStructure* structure, const std::string& model) {
    const gchar* const text = gst_structure_get_string(structure, "model");
    return text && model == text;
}

}  // namespace brnpa
