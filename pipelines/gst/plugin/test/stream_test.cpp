#include <gtest/gtest.h>

#include <filesystem>

#include "frame_mark.hpp"
#include "harness.hpp"
#include "made_people.hpp"

namespace {

const cv::Scalar RED(0, 0, 255);

/// What happens to a stream besides frames.
class StreamTest : public testing::Test {
  protected:
    StreamTest() {
        writeDetector(detector_);
        writeReidModel(model_);
    }

    std::string detect() const { return "brnpadetect detector=" + detector_.path(); }
    std::string track() const { return " ! brnpatrack model=" + model_.path(); }
    std::string all() const {
        return detect() + track() + " ! brnpareid model=" + model_.path() +
               " ! brnpagallery identify-after=3 model=" + model_.path();
    }

    /// @returns the people of the last frame.
    static std::vector<reid::Person> play(Harness& harness, const std::vector<Square>& squares, int frames,
                                          cv::Size size = {SCENE_WIDTH, SCENE_HEIGHT}) {
        std::vector<reid::Person> people;
        for (int i = 0; i < frames; ++i) {
            EXPECT_EQ(harness.push(sceneOf(squares, size)), GST_FLOW_OK) << harness.error();
            people = harness.pullPeople();
        }
        return people;
    }

    TemporaryFolder detector_, model_, results_;
    const std::vector<Square> left_{{{32, 64}, RED}}, right_{{{256, 128}, RED}};
};

TEST_F(StreamTest, detectorMarksEveryFrameAndRunsOnSome) {
    Harness harness(detect() + " interval=3");
    for (int frame = 0; frame < 7; ++frame) {
        ASSERT_EQ(harness.push(sceneOf(left_)), GST_FLOW_OK);
        GstBuffer* const buffer = harness.pull();
        const auto mark = brnpa::detectorMarkOf(buffer);
        ASSERT_TRUE(mark);
        EXPECT_EQ(mark->ran, frame % 3 == 0) << frame;
        const auto regions = brnpa::personRegions(buffer);
        ASSERT_EQ(regions.size(), mark->ran ? 1U : 0U);
        if (mark->ran) {
            // One cell wide and two high about the center of the cell at (32, 64).
            EXPECT_EQ(cv::Rect(regions[0]->x, regions[0]->y, regions[0]->w, regions[0]->h), cv::Rect(32, 56, 16, 32));
        }
        gst_buffer_unref(buffer);
    }
}

TEST_F(StreamTest, aFlushForgetsEverything) {
    Harness harness(all());
    EXPECT_EQ(play(harness, {left_[0], right_[0]}, 5).size(), 2U);
    harness.flush();
    EXPECT_TRUE(play(harness, right_, 1).empty()) << "no stale box, and nobody is confirmed yet";
    const auto people = play(harness, right_, 4);
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].trackId, 1);
    EXPECT_EQ(people[0].identity, 1);
}

TEST_F(StreamTest, anotherSizeIsAnotherScene) {
    Harness harness(all());
    EXPECT_EQ(play(harness, {left_[0], right_[0]}, 5).size(), 2U);
    const cv::Size small(SCENE_WIDTH, SCENE_HEIGHT - 64);  // which fits the detector's input as it is
    const std::vector<Square> person{{{96, 64}, RED}};
    EXPECT_TRUE(play(harness, person, 1, small).empty()) << "no stale box";
    const auto people = play(harness, person, 4, small);
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].trackId, 3) << "a number is not used twice in a stream";
    EXPECT_TRUE(people[0].identity);
}

TEST_F(StreamTest, anotherStreamIsAnotherScene) {
    Harness harness(all());
    EXPECT_EQ(play(harness, left_, 5).size(), 1U);
    gst_harness_push_event(harness.get(), gst_event_new_stream_start("second"));
    EXPECT_TRUE(play(harness, left_, 1).empty());
    const auto people = play(harness, left_, 4);
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].trackId, 2);
    EXPECT_EQ(people[0].identity, 1) << "the same person";
    EXPECT_TRUE(people[0].distance) << "recognized";
}

TEST_F(StreamTest, lateFramesAreDroppedBeforeTheDetectorWhereAsked) {
    Harness harness(detect() + " qos=true");
    play(harness, left_, 1);
    gst_harness_push_upstream_event(harness.get(),
                                    gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 2, 10 * GST_SECOND, 40 * GST_MSECOND));
    ASSERT_EQ(harness.push(sceneOf(left_)), GST_FLOW_OK);
    EXPECT_EQ(harness.received(), 1U);
}

TEST_F(StreamTest, motionAloneTracksAndReidLooksItself) {
    Harness harness(detect() + " ! brnpatrack model=\"\" ! brnpareid model=" + model_.path() +
                    " ! brnpagallery identify-after=3 model=" + model_.path());
    const auto people = play(harness, left_, 5);
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].trackId, 1);
    EXPECT_EQ(people[0].identity, 1);
    EXPECT_EQ(people[0].appearance.maps.size[0], 2);
}

TEST_F(StreamTest, aGalleryRefusesLooksOfAnotherModel) {
    TemporaryFolder other;
    writeReidModel(other, "other");
    Harness harness(detect() + track() + " ! brnpareid model=" + other.path() +
                    " ! brnpagallery model=" + model_.path());
    GstFlowReturn flow = GST_FLOW_OK;
    for (int i = 0; i < 5 && flow == GST_FLOW_OK; ++i)
        flow = harness.push(sceneOf(left_));
    EXPECT_EQ(flow, GST_FLOW_ERROR);
    EXPECT_EQ(harness.error(),
              "brnpareid looks with another model than brnpagallery, which has tiny; both need the same value of the "
              "property model.");
}

TEST_F(StreamTest, aTrackerMayLookWithAModelOfItsOwn) {
    TemporaryFolder other;
    writeReidModel(other, "other");
    Harness harness(detect() + " ! brnpatrack model=" + other.path() + " ! brnpareid model=" + model_.path() +
                    " ! brnpagallery identify-after=3 model=" + model_.path());
    const auto people = play(harness, left_, 5);
    ASSERT_EQ(people.size(), 1U);
    EXPECT_TRUE(people[0].identity);
}

TEST_F(StreamTest, addsNoLatencyToWhatIsThere) {
    for (const GstClockTime above : {GstClockTime(0), GstClockTime(70 * GST_MSECOND)}) {
        Harness harness(all() + " ! brnpaoverlay");
        gst_harness_set_upstream_latency(harness.get(), above);
        play(harness, left_, 1);
        EXPECT_EQ(gst_harness_query_latency(harness.get()), above) << "a frame leaves before the next one comes";
    }
}

TEST_F(StreamTest, recordsCountTimeFromTheBeginningOfTheStream) {
    const std::string file = results_.file("records.jsonl");
    Harness harness(all() + " ! brnpametawriter location=" + file);
    harness.setCaps("BGR", {SCENE_WIDTH, SCENE_HEIGHT});
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    segment.start = 100 * GST_SECOND;  // as after a seek: the first frame is the 20th second of the stream
    segment.time = 20 * GST_SECOND;
    gst_harness_push_event(harness.get(), gst_event_new_segment(&segment));
    for (int i = 0; i < 3; ++i) {
        const cv::Mat scene = sceneOf(left_);
        GstBuffer* const buffer = gst_buffer_new_memdup(scene.data, scene.total() * scene.elemSize());
        GST_BUFFER_PTS(buffer) = segment.start + static_cast<GstClockTime>(i) * 40 * GST_MSECOND;
        ASSERT_EQ(harness.push(buffer), GST_FLOW_OK);
    }
    harness.end();
    EXPECT_NE(results_.read("records.jsonl").find("\"frame\":1,\"pts_ns\":20040000000,"), std::string::npos)
        << results_.read("records.jsonl");
}

TEST_F(StreamTest, detectionsOfOthersAreTracked) {
    Harness harness("brnpatrack model=\"\"");
    harness.setCaps("BGR", {SCENE_WIDTH, SCENE_HEIGHT});
    std::vector<reid::Person> people;
    for (int frame = 0; frame < 3; ++frame) {
        GstBuffer* const buffer = gst_buffer_new_allocate(nullptr, SCENE_WIDTH * SCENE_HEIGHT * 3, nullptr);
        auto* const region =
            gst_buffer_add_video_region_of_interest_meta(buffer, "person", 100 + 2 * frame, 50, 30, 80);
        gst_video_region_of_interest_meta_add_param(
            region, gst_structure_new("detection", "confidence", G_TYPE_DOUBLE, 0.75, nullptr));
        gst_buffer_add_video_region_of_interest_meta(buffer, "car", 10, 10, 60, 30);
        ASSERT_EQ(harness.push(buffer), GST_FLOW_OK);
        GstBuffer* const out = harness.pull();
        people = brnpa::peopleIn(out, {SCENE_WIDTH, SCENE_HEIGHT});
        guint regions = gst_buffer_get_n_meta(out, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
        EXPECT_EQ(regions, people.size() + 1) << "the car is nobody's business";
        gst_buffer_unref(out);
    }
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].trackId, 1);
    EXPECT_FLOAT_EQ(people[0].confidence, 0.75F);
    EXPECT_NEAR(people[0].box.x, 104, 2);
}

TEST_F(StreamTest, theWholeChainInHalfResolutionChroma) {
    // Cells of the detector and pixels of the picture are even, so that chroma is exact.
    Harness harness(all());
    harness.setCaps("I420", {SCENE_WIDTH, SCENE_HEIGHT});
    std::vector<reid::Person> people;
    for (int frame = 0; frame < 5; ++frame) {
        // Red in BT.601: Y 81, U 90, V 240; black: 16, 128, 128.
        const int cells = SCENE_WIDTH * SCENE_HEIGHT;
        cv::Mat planes(1, cells * 3 / 2, CV_8U, cv::Scalar(16));
        planes.colRange(cells, planes.cols).setTo(128);
        const cv::Rect square(left_[0].corner, cv::Size(SQUARE, SQUARE));
        const cv::Rect half(square.x / 2, square.y / 2, SQUARE / 2, SQUARE / 2);
        cv::Mat(SCENE_HEIGHT, SCENE_WIDTH, CV_8U, planes.data)(square).setTo(81);
        cv::Mat(SCENE_HEIGHT / 2, SCENE_WIDTH / 2, CV_8U, planes.data + cells)(half).setTo(90);
        cv::Mat(SCENE_HEIGHT / 2, SCENE_WIDTH / 2, CV_8U, planes.data + cells * 5 / 4)(half).setTo(240);
        ASSERT_EQ(harness.push(gst_buffer_new_memdup(planes.data, planes.total())), GST_FLOW_OK) << harness.error();
        people = harness.pullPeople();
    }
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].identity, 1);
    // The tiny network's numbers are mean colors: only red.
    EXPECT_GT(people[0].appearance.embedding.at(0), 0.6F);
    EXPECT_LT(people[0].appearance.embedding.at(2), 0.05F);
}

TEST_F(StreamTest, aConverterInBetweenIsAnErrorAndNotSilence) {
    Harness harness(detect() + " ! videoconvert ! video/x-raw,format=NV12" + track());
    const bool kept = harness.push(sceneOf(left_)) == GST_FLOW_OK;  // by a GStreamer that copies all of a region
    if (kept) GTEST_SKIP() << "this GStreamer's videoconvert keeps what is known about regions";
    EXPECT_NE(harness.error().find("videoconvert"), std::string::npos);
}

TEST_F(StreamTest, theFileHasItsNameAtTheEnd) {
    const std::string file = results_.file("records.jsonl");
    const auto entries = [&] { return std::distance(std::filesystem::directory_iterator(results_.path()), {}); };
    {
        Harness harness(all() + " ! brnpametawriter location=" + file);
        play(harness, left_, 5);
        EXPECT_FALSE(std::filesystem::exists(file));
        harness.end();
        EXPECT_TRUE(std::filesystem::exists(file));
        EXPECT_NE(results_.read("records.jsonl").find("\"frame\":4"), std::string::npos);
    }
    EXPECT_EQ(entries(), 1);
    std::filesystem::remove(file);
    {
        Harness harness(all() + " ! brnpametawriter location=" + file);
        play(harness, left_, 5);
    }
    EXPECT_EQ(entries(), 0) << "nothing of a stream that did not come to its end";
}

TEST_F(StreamTest, afterAFlushTheFileBeginsAnew) {
    Harness harness(all() + " ! brnpametawriter format=mot location=" + results_.file("tracks.txt"));
    play(harness, left_, 9);
    harness.flush();
    play(harness, left_, 3);
    harness.end();
    const std::string text = results_.read("tracks.txt");
    EXPECT_EQ(text.substr(0, 4), "2,1,") << "shown from the second frame on";
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

}  // namespace
