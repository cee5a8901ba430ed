#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness.hpp"
#include "made_people.hpp"
#include "reid/frame_boxes.hpp"
#include "reid/lasting_gallery.hpp"
#include "reid/open_detector.hpp"
#include "reid/person_pipeline.hpp"
#include "reid/record_sink.hpp"

namespace {

const cv::Scalar RED(0, 0, 255), PURPLE(180, 0, 255), ORANGE(0, 160, 255);
constexpr int FRAMES = 150, INTERVAL = 2, LOOK_EVERY = 3, DROP_AFTER = 30, IDENTIFY_AFTER = 3;
constexpr int64_t RECORDED_AT = 1'700'000'000'000, FRAME_MS = 40;

/// Red goes, and stands at another place while the track still waits, which that ends: another one in red, who comes to
/// the first place before the track would have ended by itself, is a new track. Purple crosses orange, so that they may
/// be confused, and leaves; later purple comes back.
std::vector<Square> storyAt(int frame) {
    std::vector<Square> squares;
    if (frame < 30) squares.push_back({{32, 32}, RED});
    if (frame >= 40 && frame < 100) squares.push_back({{272, 208}, RED});
    if (frame >= 52 && frame < 90) squares.push_back({{32, 32}, RED});
    if (frame >= 10 && frame < 70) squares.push_back({{16 + 4 * (frame - 10), 128}, PURPLE});
    if (frame >= 10 && frame < 70) squares.push_back({{272 - 4 * (frame - 10), 128}, ORANGE});
    if (frame >= 110) squares.push_back({{160, 64 + frame - 110}, PURPLE});
    return squares;
}

class ChainTest : public testing::Test {
  protected:
    ChainTest() {
        writeDetector(detector_);
        writeReidModel(model_);
    }

    std::vector<std::vector<reid::Person>> byPipeline(bool anonymise = false) {
        reid::PersonPipelineOptions options;
        options.detectEvery = INTERVAL;
        options.lookEvery = LOOK_EVERY;
        options.identifyAfter = IDENTIFY_AFTER;
        options.tracker.dropAfter = DROP_AFTER;
        options.camera = "yard";
        options.anonymise = anonymise;
        const auto folder = reid::ModelFolder::load(model_.path());
        options.gallery = reid::GalleryOptions::of(folder, reid::Query::Track);
        reid::PersonPipeline pipeline(
            reid::openDetector(detector_.path()), std::make_unique<reid::Embedder>(folder), options,
            std::make_unique<reid::LastingGallery>(results_.file("pipeline.gallery"),
                                                   reid::LastingGallery::Access::Write, reid::GalleryModel::of(folder),
                                                   options.gallery));
        const auto records = reid::makeJsonLinesSink(results_.file("pipeline.jsonl"));
        const auto tracks = reid::makeMotSink(results_.file("pipeline.txt"));
        std::vector<std::vector<reid::Person>> seen;
        for (int frame = 0; frame < FRAMES; ++frame) {
            seen.push_back(pipeline.process(sceneOf(storyAt(frame)), RECORDED_AT + frame * FRAME_MS));
            everybody_.push_back(pipeline.everybody());
            records->write(frame, frame * FRAME_MS * 1'000'000, seen.back());
            tracks->write(frame, frame * FRAME_MS * 1'000'000, seen.back());
        }
        records->finish();
        tracks->finish();
        return seen;
    }

    std::string chain(const std::string& ofGallery = "") const {
        return "brnpadetect detector=" + detector_.path() + " interval=" + std::to_string(INTERVAL) +
               " ! brnpatrack model=" + model_.path() + " look-every=" + std::to_string(LOOK_EVERY) +
               " drop-after=" + std::to_string(DROP_AFTER) + " ! brnpareid model=" + model_.path() +
               " look-every=" + std::to_string(LOOK_EVERY) + " ! brnpagallery camera=yard model=" + model_.path() +
               " location=" + results_.file("elements.gallery") + " recorded-at=" + std::to_string(RECORDED_AT) +
               " identify-after=" + std::to_string(IDENTIFY_AFTER) + ofGallery +
               " ! brnpametawriter location=" + results_.file("elements.jsonl") +
               " ! brnpametawriter format=mot location=" + results_.file("elements.txt");
    }

    void expectSamePictures() const;

    TemporaryFolder detector_, model_, results_;
    std::vector<std::vector<cv::Rect2f>> everybody_;  // frame by frame, of the pipeline
};

void playThrough(const std::string& chain) {
    Harness harness(chain);
    for (int frame = 0; frame < FRAMES; ++frame) {
        ASSERT_EQ(harness.push(sceneOf(storyAt(frame))), GST_FLOW_OK);
        harness.pullPeople();
    }
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size == b.size && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

void expectSame(const reid::Person& person, const reid::Person& expected, int frame) {
    EXPECT_EQ(person.trackId, expected.trackId) << frame;
    EXPECT_EQ(person.identity, expected.identity) << frame;
    EXPECT_EQ(person.box, expected.box) << frame;
    EXPECT_EQ(person.confidence, expected.confidence) << frame;
    EXPECT_EQ(person.detected, expected.detected) << frame;
    EXPECT_EQ(person.distance, expected.distance) << frame;
    EXPECT_EQ(person.runnerUp, expected.runnerUp) << frame;
    EXPECT_EQ(person.looked, expected.looked) << frame;
    EXPECT_EQ(person.name, expected.name) << frame;
    EXPECT_EQ(person.appearance.embedding, expected.appearance.embedding) << frame;
    EXPECT_TRUE(same(person.appearance.maps, expected.appearance.maps)) << frame;
    EXPECT_TRUE(same(person.appearance.norms, expected.appearance.norms)) << frame;
    EXPECT_TRUE(same(person.steadySaliency, expected.steadySaliency)) << frame;
}

TEST_F(ChainTest, givesWhatPersonPipelineGives) {
    const auto expected = byPipeline();
    Harness harness(chain());
    for (int frame = 0; frame < FRAMES; ++frame) {
        ASSERT_EQ(harness.push(sceneOf(storyAt(frame))), GST_FLOW_OK) << harness.error();
        const std::vector<reid::Person> people = harness.pullPeople();
        const auto& wanted = expected[static_cast<size_t>(frame)];
        ASSERT_EQ(people.size(), wanted.size()) << frame;
        for (size_t i = 0; i < people.size(); ++i)
            expectSame(people[i], wanted[i], frame);
    }
    harness.end();
    EXPECT_EQ(results_.read("elements.jsonl"), results_.read("pipeline.jsonl"));
    EXPECT_EQ(results_.read("elements.txt"), results_.read("pipeline.txt"));
}

TEST_F(ChainTest, knowsOfEverybodyWhomThePipelineKnowsOf) {
    byPipeline();
    Harness harness(chain());
    size_t more = 0;
    for (int frame = 0; frame < FRAMES; ++frame) {
        ASSERT_EQ(harness.push(sceneOf(storyAt(frame))), GST_FLOW_OK) << harness.error();
        GstBuffer* const buffer = harness.pull();
        const cv::Size size = sceneOf({}).size();
        const std::vector<cv::Rect2f> boxes = brnpa::everybodyIn(buffer, size);
        for (const cv::Rect2f& box : everybody_[static_cast<size_t>(frame)]) {
            const cv::Rect pixels = reid::pixelsOf(box, size);
            EXPECT_TRUE(std::any_of(boxes.begin(), boxes.end(),
                                    [&](const cv::Rect2f& one) { return reid::pixelsOf(one, size) == pixels; }))
                << pixels << " in frame " << frame;
        }
        more += boxes.size() > brnpa::peopleIn(buffer, size).size() ? 1 : 0;
        gst_buffer_unref(buffer);
    }
    EXPECT_GT(more, 20U) << "frames with somebody who is not shown";
}

TEST_F(ChainTest, theStoryIsWorthTelling) {
    std::set<int> tracks, identities;
    int carried = 0, looked = 0, kept = 0, known = 0;
    for (const auto& people : byPipeline()) {
        for (const reid::Person& person : people) {
            tracks.insert(person.trackId);
            if (person.identity) identities.insert(*person.identity);
            carried += person.detected ? 0 : 1;
            ++(person.looked ? looked : kept);
            known += person.distance ? 1 : 0;
        }
    }
    EXPECT_GE(identities.size(), 3U) << "red, purple and orange";
    EXPECT_GE(tracks.size(), 6U) << "red comes three times, purple twice";
    EXPECT_GT(carried, 50);
    EXPECT_GT(looked, 50);
    EXPECT_GT(kept, 50);
    EXPECT_GT(known, 20);
}

void ChainTest::expectSamePictures() const {
    const reid::LastingGallery expected(results_.file("pipeline.gallery"), reid::LastingGallery::Access::Read);
    const reid::LastingGallery gallery(results_.file("elements.gallery"), reid::LastingGallery::Access::Read);
    ASSERT_EQ(gallery.size(), expected.size());
    for (const reid::KnownPerson& person : expected.people()) {
        const auto wanted = expected.exemplarsOf(person.identity), kept = gallery.exemplarsOf(person.identity);
        ASSERT_EQ(kept.size(), wanted.size());
        for (size_t i = 0; i < kept.size(); ++i) {
            EXPECT_EQ(kept[i].embedding, wanted[i].embedding);
            EXPECT_EQ(kept[i].picture, wanted[i].picture);
            EXPECT_EQ(kept[i].sighting.timeMs, wanted[i].sighting.timeMs);
            EXPECT_EQ(kept[i].sighting.camera, "yard");
        }
    }
}

TEST_F(ChainTest, learnsTheSamePictures) {
    byPipeline();
    playThrough(chain());
    expectSamePictures();
}

TEST_F(ChainTest, learnsTheSameAnonymisedPictures) {
    byPipeline(true);
    playThrough(chain(" anonymise=true"));
    expectSamePictures();
}

}  // namespace
