#include "reid/person_pipeline.hpp"

#include <filesystem>
#include <functional>
#include <map>

#include "reid/lasting_gallery.hpp"
#include "tiny_network.hpp"
#include "valid_model.hpp"

namespace {

using reid::Detection;
using reid::GalleryOptions;
using reid::Person;
using reid::PersonPipeline;
using reid::PersonPipelineOptions;

const cv::Size FRAME(320, 240);
const cv::Scalar RED(0, 0, 200), BLUE(200, 0, 0), PURPLE(141, 0, 141);

/// A person of a made scene: a box of one color.
struct Figure {
    cv::Rect2f box;
    cv::Scalar color;
};

using Scene = std::function<std::vector<Figure>(int frame)>;

cv::Mat picture(const std::vector<Figure>& figures) {
    cv::Mat frame(FRAME, CV_8UC3, cv::Scalar::all(20));
    for (const Figure& figure : figures) {
        frame(cv::Rect(figure.box) & cv::Rect(cv::Point(), FRAME)).setTo(figure.color);
    }
    return frame;
}

/// Answers with the boxes of the scene, and counts how often it is asked.
class SceneDetector : public reid::Detector {
  public:
    SceneDetector(Scene scene, const int& frame, int& runs) : scene_(std::move(scene)), frame_(frame), runs_(runs) {}

    std::vector<Detection> detect(const cv::Mat& /*frame*/) override {
        ++runs_;
        std::vector<Detection> detections;
        for (const Figure& figure : scene_(frame_))
            detections.push_back({figure.box, 1});
        return detections;
    }
    std::string name() const override { return "scene"; }

  private:
    Scene scene_;
    const int& frame_;
    int& runs_;
};

class PersonPipelineTest : public testing::Test {
  protected:
    PersonPipelineTest() {
        writeTinyNetwork(folder_.file("model.onnx"), 4, 8);
        writeModelJson(folder_, validModelJson());
        options_.detectEvery = 2;
        options_.identifyAfter = 3;
        options_.carryFor = 4;
        options_.tracker.dropAfter = 10;
    }

    /// Plays frames first..last; the people of each frame go to seen_.
    void play(const Scene& scene, int last) {
        auto detector = std::make_unique<SceneDetector>(scene, frame_, runs_);
        auto embedder = std::make_unique<reid::Embedder>(reid::ModelFolder::load(folder_.path()));
        pipeline_ = std::make_unique<PersonPipeline>(std::move(detector), std::move(embedder), options_, openGallery());
        for (frame_ = 0; frame_ <= last; ++frame_) {
            seen_.push_back(pipeline_->process(picture(scene(frame_)), 1000 + 40 * frame_));
            everybody_.push_back(pipeline_->everybody());
            times_.push_back(pipeline_->times());
        }
    }

    std::unique_ptr<reid::Gallery> openGallery() {
        pipeline_.reset();  // which may have it open
        if (!lasting_) return nullptr;
        return std::make_unique<reid::LastingGallery>(
            folder_.file("people.gallery"), reid::LastingGallery::Access::Write,
            reid::GalleryModel::of(reid::ModelFolder::load(folder_.path())), options_.gallery);
    }

    TemporaryFolder folder_;
    bool lasting_ = false;
    PersonPipelineOptions options_;
    std::unique_ptr<PersonPipeline> pipeline_;
    std::vector<std::vector<Person>> seen_;
    std::vector<std::vector<cv::Rect2f>> everybody_;  // of each frame
    std::vector<reid::PersonPipelineTimes> times_;
    int frame_ = 0, runs_ = 0;
};

reid::Embedding embeddingOf(const cv::Scalar& color) {
    // One color everywhere: both parts have its vector.
    const auto b = static_cast<float>(color[0]), g = static_cast<float>(color[1]), r = static_cast<float>(color[2]);
    return {r, g, b, r, g, b};
}

TEST_F(PersonPipelineTest, aPersonIsShownThenNamed) {
    play([](int) { return std::vector<Figure>{{{100, 50, 40, 80}, RED}}; }, 9);
    EXPECT_EQ(runs_, 5) << "on frames 0, 2, 4, 6, 8";
    for (int frame = 0; frame < 10; ++frame) {
        // Confirmed by the second detection, on frame 2; named by the third, on frame 4.
        ASSERT_EQ(seen_[frame].size(), frame < 2 ? 0U : 1U) << frame;
        if (frame < 2) continue;
        const Person& person = seen_[frame][0];
        EXPECT_EQ(person.trackId, 1);
        EXPECT_EQ(person.detected, frame % 2 == 0);
        EXPECT_EQ(person.identity.has_value(), frame >= 4) << frame;
        EXPECT_FALSE(person.distance) << "nobody was known";
        EXPECT_FLOAT_EQ(person.confidence, 1);
        EXPECT_EQ(person.appearance.maps.size[0], 2) << "maps on every frame";
        EXPECT_LT(reid::distance(person.appearance.embedding, embeddingOf(RED), reid::Metric::Cosine), 0.05);
    }
    EXPECT_EQ(seen_[9][0].identity, 1);
    EXPECT_EQ(pipeline_->gallery().size(), 1U);
}

TEST_F(PersonPipelineTest, timesAreThoseOfTheFrame) {
    options_.lookEvery = 100;
    play([](int) { return std::vector<Figure>{{{100, 50, 40, 80}, RED}}; }, 9);
    int looks = 0;
    for (int frame = 0; frame < 10; ++frame) {
        const reid::PersonPipelineTimes& times = times_[frame];
        EXPECT_EQ(times.detect > 0, frame % 2 == 0) << frame;
        EXPECT_GT(times.track, 0) << frame;
        EXPECT_GT(times.identify, 0) << frame;
        EXPECT_GE(times.embed, 0) << frame;
        if (times.embed > 0) ++looks;
        EXPECT_FALSE(frame % 2 == 1 && times.embed > 0) << "a look without a detection on frame " << frame;
    }
    EXPECT_GT(looks, 0);
    EXPECT_LT(looks, 5) << "of the five frames with a detection";
}

TEST_F(PersonPipelineTest, usualOptionsLiveThroughAsManyMissesHoweverFarApart) {
    const reid::ModelFolder folder = reid::ModelFolder::load(folder_.path());
    const auto often = PersonPipelineOptions::usual(1, GalleryOptions::of(folder, reid::Query::Track)),
               seldom = PersonPipelineOptions::usual(20, GalleryOptions::of(folder, reid::Query::Track));
    EXPECT_EQ(often.detectEvery, 1);
    EXPECT_EQ(often.carryFor, 10);
    EXPECT_EQ(often.tracker.dropAfter, 60);
    EXPECT_EQ(seldom.detectEvery, 20);
    EXPECT_EQ(seldom.carryFor, 40) << "two misses";
    EXPECT_EQ(seldom.tracker.dropAfter, 120) << "six misses";
    EXPECT_EQ(often.gallery.acceptDistance, 0.75 * folder.acceptDistance());
    EXPECT_EQ(often.gallery.metric, folder.metric);
}

TEST_F(PersonPipelineTest, everybodyIsMoreThanThoseWhoAreShown) {
    // Seen from frame 2 to 9; the detector runs on even ones. Confirmed on frame 4, shown for 4 frames after the last
    // detection on frame 8, and waited for until 10 frames after it.
    const cv::Rect2f place(100, 50, 40, 80);
    play(
        [&](int frame) {
            return frame >= 2 && frame < 10 ? std::vector<Figure>{{place, RED}} : std::vector<Figure>{};
        },
        20);
    for (int frame = 0; frame <= 20; ++frame) {
        EXPECT_EQ(seen_[frame].size(), frame >= 4 && frame <= 12 ? 1U : 0U) << frame;
        bool covered = false;
        for (const cv::Rect2f& box : everybody_[frame])
            covered = covered || (box & place).area() > 0.9F * place.area();
        EXPECT_EQ(covered, frame >= 2 && frame <= 18) << frame;
    }
    EXPECT_EQ(everybody_[2].size(), 2U) << "the detection, and the track that it began";
}

TEST_F(PersonPipelineTest, aDetectionThatIsNoTrackIsOneOfEverybody) {
    const cv::Rect2f mostlyOutside(-34, 50, 40, 80);
    play([&](int) { return std::vector<Figure>{{mostlyOutside, RED}}; }, 3);
    for (int frame : {0, 2}) {
        ASSERT_EQ(everybody_[frame].size(), 1U);
        EXPECT_EQ(everybody_[frame][0], mostlyOutside);
    }
    EXPECT_TRUE(everybody_[1].empty()) << "no detection, no track";
}

TEST_F(PersonPipelineTest, anonymisedPicturesForTheGallery) {
    lasting_ = true;
    for (const bool anonymise : {false, true}) {
        options_.anonymise = anonymise;
        seen_.clear();
        play([](int) { return std::vector<Figure>{{{100, 50, 40, 80}, RED}, {{200, 50, 40, 80}, BLUE}}; }, 9);
        pipeline_.reset();
        const reid::LastingGallery gallery(folder_.file("people.gallery"), reid::LastingGallery::Access::Read);
        ASSERT_EQ(gallery.size(), 2U);
        for (const reid::KnownPerson& person : gallery.people()) {
            const cv::Mat picture = gallery.exemplarsOf(person.identity).front().decoded();
            ASSERT_EQ(picture.size(), cv::Size(40, 80));
            const cv::Vec3b pixel = picture.at<cv::Vec3b>(40, 20);
            EXPECT_EQ(std::abs(pixel[0] - pixel[2]) < 3, anonymise) << "gray, or red or blue";
        }
        std::filesystem::remove(folder_.file("people.gallery"));
        EXPECT_LT(reid::distance(seen_[9][0].appearance.embedding, embeddingOf(RED), reid::Metric::Cosine), 0.05)
            << "the network sees the people themselves";
    }
}

TEST_F(PersonPipelineTest, looksWhereDueAndKeepsTheAttentionInBetween) {
    // The color changes with every frame, so that each look has its own embedding.
    const auto colorAt = [](int frame) { return cv::Scalar(0, 4.0 * frame, 200); };
    options_.lookEvery = 3;
    play([&](int frame) { return std::vector<Figure>{{{100, 50, 40, 80}, colorAt(frame)}}; }, 12);
    // The detector runs on even frames. Frame 2 is looked at because the track is not confirmed before; then at 5, 8
    // and 11 a look is due.
    int latest = 2;
    for (int frame = 2; frame <= 12; ++frame) {
        const Person& person = seen_[frame].at(0);
        const bool due = (frame - 2) % 3 == 0;
        if (due) latest = frame;
        EXPECT_EQ(person.looked, due) << frame;
        EXPECT_NEAR(person.appearance.embedding.at(1) / person.appearance.embedding.at(0), 4.0 * latest / 200, 0.01);
        EXPECT_EQ(person.steadySaliency.size[0], 2);
    }
}

TEST_F(PersonPipelineTest, aReturningPersonHasTheSameIdentity) {
    play(
        [](int frame) {
            std::vector<Figure> figures;
            if (frame < 10) figures.push_back({{100, 50, 40, 80}, RED});
            if (frame >= 14 && frame < 24) figures.push_back({{200, 50, 40, 80}, BLUE});
            if (frame >= 40) figures.push_back({{20, 120, 40, 80}, RED});
            return figures;
        },
        50);
    EXPECT_EQ(seen_[9].at(0).identity, 1);
    EXPECT_EQ(seen_[20].at(0).identity, 2);
    EXPECT_FALSE(seen_[20].at(0).distance) << "too far from the first person";
    EXPECT_TRUE(seen_[38].empty());
    const Person& returned = seen_[50].at(0);
    EXPECT_EQ(returned.identity, 1);
    EXPECT_GT(returned.trackId, 2);
    EXPECT_NEAR(returned.distance.value(), 0, 1e-5);
    EXPECT_NEAR(returned.runnerUp.value(), 1, 1e-3) << "red and blue have nothing in common";
    EXPECT_EQ(pipeline_->gallery().size(), 2U);
}

TEST_F(PersonPipelineTest, twoWhoLookAlikeAreTwoPeople) {
    play([](int) { return std::vector<Figure>{{{50, 50, 40, 80}, RED}, {{200, 50, 40, 80}, RED}}; }, 6);
    ASSERT_EQ(seen_[6].size(), 2U);
    EXPECT_EQ(seen_[6][0].identity, 1);
    EXPECT_EQ(seen_[6][1].identity, 2);
}

TEST_F(PersonPipelineTest, theLikelierOfTwoIsRecognized) {
    // Red leaves; then an orange-red and a red person come at once, the first one with the smaller track id.
    const cv::Scalar orange(0, 60, 200);
    play(
        [&](int frame) {
            if (frame < 10) return std::vector<Figure>{{{100, 50, 40, 80}, RED}};
            if (frame < 30) return std::vector<Figure>{};
            return std::vector<Figure>{{{50, 50, 40, 80}, orange}, {{200, 50, 40, 80}, RED}};
        },
        40);
    ASSERT_EQ(seen_[40].size(), 2U);
    EXPECT_EQ(seen_[40][0].identity, 2);
    EXPECT_EQ(seen_[40][1].identity, 1);
}

TEST_F(PersonPipelineTest, whoReappearsElsewhereSupersedesTheWaitingTrack) {
    // Unseen from frame 11 on, the track waits until frame 40; from frame 20 the person is seen at another place.
    options_.tracker.dropAfter = 30;
    play(
        [](int frame) {
            if (frame <= 10) return std::vector<Figure>{{{20, 50, 40, 80}, RED}};
            if (frame < 20) return std::vector<Figure>{};
            if (frame < 34) return std::vector<Figure>{{{200, 100, 40, 80}, RED}};
            return std::vector<Figure>{{{20, 50, 40, 80}, RED}, {{200, 100, 40, 80}, RED}};
        },
        44);
    EXPECT_EQ(seen_[14].size(), 1U) << "shown for carryFor frames";
    EXPECT_EQ(seen_[15].size(), 0U);
    EXPECT_EQ(seen_[30].at(0).identity, 1);
    EXPECT_EQ(seen_[30].at(0).trackId, 2);
    // A second person in red at the first place is not the old track again.
    ASSERT_EQ(seen_[44].size(), 2U);
    EXPECT_EQ(seen_[44][0].trackId, 2);
    EXPECT_EQ(seen_[44][0].identity, 1);
    EXPECT_EQ(seen_[44][1].identity, 2);
}

TEST_F(PersonPipelineTest, whoLeavesThePictureIsGone) {
    options_.carryFor = options_.tracker.dropAfter = 100;
    play([](int frame) { return std::vector<Figure>{{{220 + 4.0F * frame, 50, 40, 80}, RED}}; }, 40);
    for (int frame = 4; frame <= 40; ++frame) {
        const float visible = 320 - (220 + 4.0F * frame);
        if (visible > 20) {
            ASSERT_EQ(seen_[frame].size(), 1U) << frame;
            EXPECT_LE(seen_[frame][0].box.br().x, 320.001F) << "cut at the border";
        }
        if (visible >= 4) continue;
        EXPECT_TRUE(seen_[frame].empty()) << frame;
    }
}

TEST_F(PersonPipelineTest, aCrowdedViewIsNotKept) {
    // From frame 8 on the blue one covers half of the red one's box, whose detection is then half blue.
    play(
        [](int frame) {
            return std::vector<Figure>{{{100, 50, 40, 80}, RED}, {{frame < 8 ? 200.0F : 120.0F, 50, 40, 80}, BLUE}};
        },
        20);
    EXPECT_GT(pipeline_->gallery().distanceTo(1, embeddingOf(PURPLE)), 0.25);
    EXPECT_NEAR(pipeline_->gallery().distanceTo(1, embeddingOf(RED)), 0, 1e-3);
}

TEST_F(PersonPipelineTest, aSlowChangeIsLearnedAndAJumpIsNot) {
    const auto colorAt = [](int frame) {
        const double turn = std::min(frame, 60) / 60.0 * CV_PI / 2;
        return cv::Scalar(200 * std::sin(turn), 0, 200 * std::cos(turn));
    };
    play([&](int frame) { return std::vector<Figure>{{{100, 50, 40, 80}, colorAt(frame)}}; }, 70);
    EXPECT_EQ(seen_[70].at(0).identity, 1);
    EXPECT_LT(pipeline_->gallery().distanceTo(1, embeddingOf(BLUE)), 0.05) << "from red to blue by small steps";

    seen_.clear();
    options_.tracker.maxAppearanceDistance = 2;
    options_.tracker.appearanceWeight = 0;
    play([&](int frame) { return std::vector<Figure>{{{100, 50, 40, 80}, frame < 20 ? RED : BLUE}}; }, 40);
    ASSERT_EQ(seen_[40].at(0).trackId, 1) << "this tracker looks at places only";
    EXPECT_GT(pipeline_->gallery().distanceTo(1, embeddingOf(BLUE)), 0.9);
}

/// Notes which frames it is told of, and which it is asked about.
class ForewarnedDetector : public reid::Detector {
  public:
    ForewarnedDetector(std::vector<const uchar*>& announced, std::vector<const uchar*>& asked)
        : announced_(announced), asked_(asked) {}
    std::vector<Detection> detect(const cv::Mat& frame) override {
        asked_.push_back(frame.data);
        return {};
    }
    void expect(const cv::Mat& frame) override { announced_.push_back(frame.data); }
    int ahead() const override { return 2; }
    std::string name() const override { return "forewarned"; }

  private:
    std::vector<const uchar*>&announced_, &asked_;
};

TEST_F(PersonPipelineTest, announcesTheFramesThatTheDetectorWillBeAskedAbout) {
    std::vector<const uchar*> announced, asked;
    options_.detectEvery = 3;
    PersonPipeline pipeline(std::make_unique<ForewarnedDetector>(announced, asked),
                            std::make_unique<reid::Embedder>(reid::ModelFolder::load(folder_.path())), options_);
    EXPECT_EQ(pipeline.ahead(), 6);
    std::vector<cv::Mat> frames;
    std::vector<const uchar*> wanted;
    for (int i = 0; i < 20; ++i) {
        frames.push_back(picture({}));
        if (i % 3 == 0) wanted.push_back(frames.back().data);
    }
    for (size_t read = 0, processed = 0; processed < frames.size(); ++processed) {
        for (; read < frames.size() && read <= processed + 4; ++read)
            pipeline.expect(frames[read]);
        pipeline.process(frames[processed]);
    }
    EXPECT_EQ(announced, wanted);
    EXPECT_EQ(asked, wanted);
}

TEST_F(PersonPipelineTest, aLastingGalleryKnowsPeopleFromTheVideoBefore) {
    lasting_ = true;
    options_.camera = "door";
    const auto two = [](int) { return std::vector<Figure>{{{50, 50, 40, 80}, RED}, {{200, 50, 40, 80}, BLUE}}; };
    play(two, 9);
    EXPECT_EQ(seen_[9].at(0).identity, 1);
    pipeline_.reset();
    {
        reid::LastingGallery gallery(folder_.file("people.gallery"), reid::LastingGallery::Access::Write);
        gallery.rename(1, "Anna");
        ASSERT_EQ(gallery.size(), 2U);
        const reid::KnownPerson anna = gallery.person(1);
        ASSERT_EQ(anna.cameras.size(), 1U);
        EXPECT_EQ(anna.cameras[0].camera, "door");
        EXPECT_EQ(anna.cameras[0].firstMs, 1000 + 40 * 4) << "named on frame 4";
        EXPECT_EQ(anna.cameras[0].lastMs, 1000 + 40 * 8) << "last detected on frame 8";
        EXPECT_EQ(anna.cameras[0].visits, 1);
        EXPECT_EQ(anna.exemplars, 1U) << "every frame looks the same";
        const cv::Mat crop = gallery.exemplarsOf(1).at(0).decoded();
        EXPECT_EQ(crop.size(), cv::Size(40, 80));
        EXPECT_LT(cv::norm(cv::mean(crop), RED), 6) << "JPEG";
        EXPECT_EQ(gallery.exemplarsOf(1).at(0).saliency.size[0], 2);
    }
    options_.camera = "yard";
    seen_.clear();
    play([](int) { return std::vector<Figure>{{{50, 50, 40, 80}, BLUE}, {{200, 50, 40, 80}, RED}}; }, 9);
    EXPECT_EQ(seen_[9].at(0).identity, 2);
    EXPECT_EQ(seen_[9].at(0).name, "");
    EXPECT_EQ(seen_[9].at(1).identity, 1);
    EXPECT_EQ(seen_[9].at(1).name, "Anna");
    EXPECT_EQ(pipeline_->gallery().size(), 2U);
    pipeline_.reset();
    const reid::LastingGallery gallery(folder_.file("people.gallery"), reid::LastingGallery::Access::Read);
    EXPECT_EQ(gallery.person(1).cameras.size(), 2U);
}

TEST_F(PersonPipelineTest, whoIsUndecidedStaysNamelessUntilARivalIsNamed) {
    // Two in like colors leave; one comes back in a color between theirs, then, in frame 60, the other as before.
    const cv::Scalar left(0, 0, 200), right(0, 60, 190), between(0, 30, 197);
    options_.gallery.margin = 0.03;
    play(
        [&](int frame) {
            if (frame < 10) return std::vector<Figure>{{{50, 50, 40, 80}, left}, {{200, 50, 40, 80}, right}};
            if (frame < 30) return std::vector<Figure>{};
            std::vector<Figure> figures{{{50, 50, 40, 80}, between}};
            if (frame >= 60) figures.push_back({{200, 50, 40, 80}, right});
            return figures;
        },
        80);
    EXPECT_EQ(seen_[9].at(0).identity, 1);
    EXPECT_EQ(seen_[9].at(1).identity, 2);
    EXPECT_FALSE(seen_[59].at(0).identity);
    EXPECT_EQ(pipeline_->gallery().size(), 2U) << "nor is the undecided one enrolled";
    EXPECT_EQ(seen_[80].at(1).identity, 2);
    EXPECT_EQ(seen_[80].at(0).identity, 1) << "who else?";
}

TEST_F(PersonPipelineTest, timeGoesOnOverDroppedFrames) {
    // Two of three frames are dropped. A walker, 6 pixels a frame, who is not there any more after frame 9.
    options_.detectEvery = 1;
    const Scene scene = [](int frame) {
        return frame > 9 ? std::vector<Figure>{} : std::vector<Figure>{{{60.f + 6 * frame, 50, 30, 80}, RED}};
    };
    auto detector = std::make_unique<SceneDetector>(scene, frame_, runs_);
    PersonPipeline pipeline(std::move(detector),
                            std::make_unique<reid::Embedder>(reid::ModelFolder::load(folder_.path())), options_);
    std::map<int, std::vector<Person>> seen;
    for (frame_ = 0; frame_ <= 15; frame_ += 3) {
        if (frame_ > 0) pipeline.skip(2);
        seen[frame_] = pipeline.process(picture(scene(frame_)));
    }
    for (int frame : {3, 6, 9, 12}) {
        ASSERT_EQ(seen[frame].size(), 1U) << frame;
        EXPECT_EQ(seen[frame][0].trackId, 1);
    }
    EXPECT_NEAR(seen[12][0].box.x, 60 + 6 * 12, 6) << "carried on over three frames, not one";
    EXPECT_TRUE(seen[15].empty()) << "carried for four frames, and these are six";
}

TEST_F(PersonPipelineTest, tracksThatEndAreNotUsedAgain) {
    const Scene scene = [](int) { return std::vector<Figure>{{{100, 50, 40, 80}, RED}}; };
    play(scene, 9);
    pipeline_->endTracks();
    std::vector<Person> after;
    for (int i = 0; i < 6; ++i)
        after = pipeline_->process(picture(scene(0)));
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].trackId, 2);
    EXPECT_EQ(after[0].identity, seen_.back()[0].identity);
}

TEST_F(PersonPipelineTest, detectionsOutsideTheFrameAreIgnored) {
    play(
        [](int) {
            return std::vector<Figure>{{{-35, 50, 40, 80}, RED}, {{400, 50, 40, 80}, RED}, {{100, 50, 40, 80}, RED}};
        },
        6);
    ASSERT_EQ(seen_[6].size(), 1U);
    EXPECT_EQ(seen_[6][0].trackId, 1);
}

TEST_F(PersonPipelineTest, errors) {
    const auto make = [this](const PersonPipelineOptions& options) {
        return PersonPipeline(std::make_unique<SceneDetector>([](int) { return std::vector<Figure>{}; }, frame_, runs_),
                              std::make_unique<reid::Embedder>(reid::ModelFolder::load(folder_.path())), options);
    };
    PersonPipelineOptions options;
    options.detectEvery = 0;
    EXPECT_THROW(make(options), cv::Exception);
    options = {};
    options.identifyAfter = 0;
    EXPECT_THROW(make(options), cv::Exception);
    EXPECT_THROW(PersonPipeline(nullptr, nullptr, {}), cv::Exception);
    EXPECT_THROW(make({}).process(cv::Mat()), cv::Exception);
}

}  // namespace
