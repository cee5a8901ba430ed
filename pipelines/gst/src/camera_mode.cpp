#include "camera_mode.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <tuple>

namespace video {

namespace {

const cv::Size USUAL_SIZE(1280, 720);  // people in it are large enough, and decoding it is little work
constexpr int USUAL_RATE = 30;         // frames a second
constexpr double FLUENT_RATE = 15;     // frames a second: enough for following people

using Structure = std::unique_ptr<GstStructure, decltype(&gst_structure_free)>;

/// The less the work, the smaller. Video with pictures that depend on each other comes last: it is late, and what is
/// lost is lost for long.
std::optional<int> workOf(const GstStructure* offer) {
    const std::string type = gst_structure_get_name(offer);
    if (type == "image/jpeg") return 1;
    if (type == "video/x-h264" || type == "video/x-h265") return 2;
    if (type != "video/x-raw") return std::nullopt;
    const gchar* name = gst_structure_get_string(offer, "format");
    const GstVideoFormat format = name ? gst_video_format_from_string(name) : GST_VIDEO_FORMAT_UNKNOWN;
    if (format == GST_VIDEO_FORMAT_UNKNOWN || format == GST_VIDEO_FORMAT_ENCODED) return std::nullopt;
    return 0;
}

struct Mode {
    Structure caps;
    cv::Size size;
    double rate = 0;  ///< frames a second; 0: not known
    int work = 0;

    /// Of sizes as people see them: from one to twice as wide is as far as to half as wide.
    double distanceTo(cv::Size wanted) const {
        return std::abs(std::log2(static_cast<double>(size.width) / wanted.width)) +
               std::abs(std::log2(static_cast<double>(size.height) / wanted.height));
    }
};

/// The nearest to what is wanted that this offer has, where it has a choice.
std::optional<Mode> modeOf(const GstStructure* offer, cv::Size wanted) {
    if (!gst_structure_has_field(offer, "width") || !gst_structure_has_field(offer, "height")) return std::nullopt;
    Structure exact(gst_structure_copy(offer), gst_structure_free);
    if (gst_structure_has_field(exact.get(), "format")) gst_structure_fixate_field(exact.get(), "format");
    gst_structure_fixate_field_nearest_int(exact.get(), "width", wanted.width);
    gst_structure_fixate_field_nearest_int(exact.get(), "height", wanted.height);
    if (gst_structure_has_field(exact.get(), "framerate"))
        gst_structure_fixate_field_nearest_fraction(exact.get(), "framerate", USUAL_RATE, 1);
    const std::optional<int> work = workOf(exact.get());
    Mode mode{{gst_structure_new_empty(gst_structure_get_name(offer)), gst_structure_free}, {}, 0, work.value_or(0)};
    if (!work || !gst_structure_get_int(exact.get(), "width", &mode.size.width) ||
        !gst_structure_get_int(exact.get(), "height", &mode.size.height) || mode.size.empty())
        return std::nullopt;
    gint numerator = 0, denominator = 1;
    if (gst_structure_get_fraction(exact.get(), "framerate", &numerator, &denominator))
        mode.rate = static_cast<double>(numerator) / denominator;
    for (const char* field : {"format", "width", "height", "framerate"})
        if (const GValue* value = gst_structure_get_value(exact.get(), field))
            gst_structure_set_value(mode.caps.get(), field, value);
    return mode;
}

}  // namespace

GstPointer<GstCaps> chooseCameraMode(const GstCaps* offered, cv::Size wanted) {
    const cv::Size aim = wanted.empty() ? USUAL_SIZE : wanted;
    const auto order = [&](const Mode& mode) {
        const bool asAsked = wanted.empty() || mode.size == wanted;
        const double distance = std::round(mode.distanceTo(aim) * 1000);
        return std::make_tuple(!asAsked, -std::min(mode.rate, FLUENT_RATE), distance, -mode.size.area(),
                               std::abs(mode.rate - USUAL_RATE), mode.work);
    };
    std::optional<Mode> best;
    for (guint i = 0; i < gst_caps_get_size(offered); ++i) {
        GstCapsFeatures* memory = gst_caps_get_features(offered, i);
        if (memory && !gst_caps_features_is_equal(memory, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY)) continue;
        std::optional<Mode> mode = modeOf(gst_caps_get_structure(offered, i), aim);
        if (mode && (!best || order(*mode) < order(*best))) best = std::move(mode);
    }
    if (!best) return nullptr;
    GstPointer<GstCaps> caps(gst_caps_new_empty());
    gst_caps_append_structure(caps.get(), best->caps.release());
    return caps;
}

}  // namespace video
