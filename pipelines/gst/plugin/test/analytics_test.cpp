#include <gtest/gtest.h>

#ifdef BRNPA_HAS_ANALYTICS
#include <gst/analytics/analytics.h>
#endif

#include "harness.hpp"
#include "made_people.hpp"

namespace {

#ifdef BRNPA_HAS_ANALYTICS

/// Entries of one kind.
std::vector<GstAnalyticsMtd> entriesOf(GstAnalyticsRelationMeta* relations, GstAnalyticsMtdType type) {
    std::vector<GstAnalyticsMtd> entries;
    gpointer state = nullptr;
    GstAnalyticsMtd entry;
    while (gst_analytics_relation_meta_iterate(relations, &state, type, &entry))
        entries.push_back(entry);
    return entries;
}

TEST(AnalyticsTest, aDetectionAndItsTrackAreRelated) {
    TemporaryFolder detector;
    writeDetector(detector);
    Harness harness("brnpadetect interval=2 detector=" + detector.path() + " ! brnpatrack model=\"\"");
    for (int frame = 0; frame < 6; ++frame) {
        ASSERT_EQ(harness.push(sceneOf({{{32, 64}, {0, 0, 255}}})), GST_FLOW_OK);
        GstBuffer* const buffer = harness.pull();
        GstAnalyticsRelationMeta* const relations = gst_buffer_get_analytics_relation_meta(buffer);
        // Detected on even frames, confirmed by the second detection in frame 2, carried on in odd frames.
        const bool shown = frame >= 2;
        ASSERT_EQ(relations != nullptr, shown || frame % 2 == 0) << frame;
        if (relations) {
            const auto detections = entriesOf(relations, gst_analytics_od_mtd_get_mtd_type());
            const auto tracks = entriesOf(relations, gst_analytics_tracking_mtd_get_mtd_type());
            ASSERT_EQ(detections.size(), 1U) << frame;
            ASSERT_EQ(tracks.size(), shown ? 1U : 0U) << frame;
            gint x = 0, y = 0, width = 0, height = 0;
            gfloat confidence = 0;
            const GstAnalyticsODMtd detection = detections[0];
            ASSERT_TRUE(gst_analytics_od_mtd_get_location(&detection, &x, &y, &width, &height, &confidence));
            EXPECT_EQ(cv::Rect(x, y, width, height), cv::Rect(32, 56, 16, 32)) << "one cell wide, two high";
            EXPECT_NEAR(confidence, 1, 1e-4);
            if (shown) {
                guint64 id = 0;
                GstClockTime first = 0, last = 0;
                gboolean lost = TRUE;
                const GstAnalyticsTrackingMtd track = tracks[0];
                ASSERT_TRUE(gst_analytics_tracking_mtd_get_info(&track, &id, &first, &last, &lost));
                EXPECT_EQ(id, 1U);
                EXPECT_FALSE(lost);
                gpointer state = nullptr;
                GstAnalyticsMtd related;
                ASSERT_TRUE(gst_analytics_relation_meta_get_direct_related(
                    relations, detection.id, GST_ANALYTICS_REL_TYPE_RELATE_TO,
                    gst_analytics_tracking_mtd_get_mtd_type(), &state, &related));
                EXPECT_EQ(related.id, track.id);
            }
        }
        gst_buffer_unref(buffer);
    }
}

#else

TEST(AnalyticsTest, needsANewerGStreamer) {
    GTEST_SKIP() << "GStreamer's analytics library (1.24 or later) was not there when this was built";
}

#endif

}  // namespace
