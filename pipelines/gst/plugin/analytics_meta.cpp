#include "analytics_meta.hpp"

#ifdef BRNPA_HAS_ANALYTICS
#include <gst/analytics/analytics.h>
#endif

namespace brnpa {

#ifdef BRNPA_HAS_ANALYTICS

namespace {

constexpr const char* ANALYTICS_STRUCTURE = "brnpa-analytics";  // in a region: where the detection entry is
constexpr const char* ENTRY_FIELD = "detection-entry";

GstAnalyticsRelationMeta* relationsOf(GstBuffer* buffer) {
    GstAnalyticsRelationMeta* const relations = gst_buffer_get_analytics_relation_meta(buffer);
    return relations ? relations : gst_buffer_add_analytics_relation_meta(buffer);
}

std::optional<guint> addDetection(GstAnalyticsRelationMeta* relations, const Region& region, float confidence) {
    GstAnalyticsODMtd detection;
    const bool added = gst_analytics_relation_meta_add_od_mtd(
        relations, g_quark_from_static_string("person"), static_cast<gint>(region.x), static_cast<gint>(region.y),
        static_cast<gint>(region.w), static_cast<gint>(region.h), confidence, &detection);
    return added ? std::optional<guint>(detection.id) : std::nullopt;
}

}  // namespace

void noteDetection(GstBuffer* buffer, Region* region, float confidence) {
    if (const auto entry = addDetection(relationsOf(buffer), *region, confidence))
        gst_video_region_of_interest_meta_add_param(
            region, gst_structure_new(ANALYTICS_STRUCTURE, ENTRY_FIELD, G_TYPE_UINT, *entry, nullptr));
}

void noteTrack(GstBuffer* buffer, Region* region, const reid::Track& track) {
    GstAnalyticsRelationMeta* const relations = relationsOf(buffer);
    const GstStructure* const kept = gst_video_region_of_interest_meta_get_param(region, ANALYTICS_STRUCTURE);
    guint known = 0;
    const std::optional<guint> detection = kept && gst_structure_get_uint(kept, ENTRY_FIELD, &known)
                                               ? std::optional<guint>(known)
                                               : addDetection(relations, *region, track.confidence);
    GstAnalyticsTrackingMtd tracking;
    const auto id = static_cast<guint64>(track.id);
    if (!gst_analytics_relation_meta_add_tracking_mtd(relations, id, GST_BUFFER_PTS(buffer), &tracking) || !detection)
        return;
    gst_analytics_relation_meta_set_relation(relations, GST_ANALYTICS_REL_TYPE_RELATE_TO, *detection, tracking.id);
    gst_analytics_relation_meta_set_relation(relations, GST_ANALYTICS_REL_TYPE_RELATE_TO, tracking.id, *detection);
}

#else

void noteDetection(GstBuffer* /*buffer*/, Region* /*region*/, float /*confidence*/) {}
void noteTrack(GstBuffer* /*buffer*/, Region* /*region*/, const reid::Track& /*track*/) {}

#endif

}  // namespace brnpa
