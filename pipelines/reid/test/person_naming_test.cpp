#include "reid/person_naming.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "reid/memory_gallery.hpp"
#include "tiny_network.hpp"
#include "valid_model.hpp"

namespace {

using reid::PersonNaming;
using reid::Track;

const cv::Rect2f LEFT_PERSON(20, 50, 40, 80), RIGHT_PERSON(200, 50, 40, 80);

/// A gallery of colors: the tiny network's embedding of a picture of one color is the color.
class PersonNamingTest : public testing::Test {
  protected:
    PersonNamingTest() {
        writeTinyNetwork(folder_.file("model.onnx"), 4, 8);
        writeModelJson(folder_, validModelJson());
        embedder_ = std::make_unique<reid::Embedder>(reid::ModelFolder::load(folder_.path()));
        frame_(cv::Rect(LEFT_PERSON)).setTo(cv::Scalar(0, 0, 200));
        frame_(cv::Rect(RIGHT_PERSON)).setTo(cv::Scalar(200, 0, 0));
    }

    static reid::Embedding red() { return {1, 0, 0, 1, 0, 0}; }
    static reid::Embedding blue() { return {0, 0, 1, 0, 0, 1}; }

    static Track trackAt(int id, const cv::Rect2f& box, const reid::Embedding& embedding, int detections = 5) {
        Track track{};
        track.id = id;
        track.box = box;
        track.detections = track.cleanDetections = detections;
        track.confirmed = track.clean = true;
        track.embedding = embedding;
        return track;
    }

    std::vector<int> name(const std::vector<Track>& visible) {
        return naming_.nameNew(visible, {frame_, {"door", 1000}}, *embedder_);
    }

    TemporaryFolder folder_;
    std::unique_ptr<reid::Embedder> embedder_;
    cv::Mat frame_ = cv::Mat(240, 320, CV_8UC3, cv::Scalar::all(20));
    PersonNaming naming_{std::make_unique<reid::MemoryGallery>(), 3};
};

TEST_F(PersonNamingTest, whoIsNewIsEnrolledAfterSomeDetections) {
    EXPECT_TRUE(name({trackAt(1, LEFT_PERSON, red(), 2)}).empty());
    EXPECT_EQ(naming_.of(1), nullptr);
    EXPECT_TRUE(name({trackAt(1, LEFT_PERSON, red(), 3)}).empty());
    ASSERT_NE(naming_.of(1), nullptr);
    EXPECT_EQ(naming_.of(1)->identity, 1);
    EXPECT_FALSE(naming_.of(1)->distance);
    EXPECT_NEAR(naming_.gallery().distanceTo(1, red()), 0, 1e-3) << "the picture of the frame is kept";
}

TEST_F(PersonNamingTest, whoWasLostBeforeSomebodyCameMayBeThatOne) {
    name({trackAt(1, LEFT_PERSON, red())});
    Track lost = trackAt(1, LEFT_PERSON, red());
    const Track newcomer = trackAt(2, RIGHT_PERSON, red(), 3);
    lost.misses = 2;
    EXPECT_TRUE(name({lost, newcomer}).empty());
    EXPECT_EQ(naming_.of(2)->identity, 2) << "they were seen at the same time";
    const Track another = trackAt(3, RIGHT_PERSON, red(), 3);
    lost.misses = 3;
    EXPECT_EQ(name({lost, another}), std::vector<int>{1}) << "whose track is superseded";
    EXPECT_EQ(naming_.of(3)->identity, 1);
}

TEST_F(PersonNamingTest, whoIsNotSeenWholeAndAloneIsRecognizedLateAndEnrolledLater) {
    const auto nameHead = [&](int id, int detections) {
        Track head = trackAt(id, LEFT_PERSON, red(), detections);
        head.clean = false;
        name({head});
        return naming_.of(id) != nullptr;
    };
    for (const int detections : {3, 9, 14, 15})
        EXPECT_EQ(nameHead(1, detections), detections == 15) << detections << ": nobody is known";
    naming_.keepOnly({});
    for (const int detections : {3, 8, 9})
        EXPECT_EQ(nameHead(3, detections), detections == 9) << detections << ": red is known";
    Track head = trackAt(2, RIGHT_PERSON, blue(), 6);
    head.cleanDetections = 2;
    name({head});
    EXPECT_EQ(naming_.of(2), nullptr) << "most of its detections were of a part";
    head.cleanDetections = 3;
    name({head});
    EXPECT_NE(naming_.of(2), nullptr);
}

TEST_F(PersonNamingTest, aTrackThatWaitsForSomebodyInThePictureIsSuperseded) {
    name({trackAt(1, LEFT_PERSON, red())});
    // Track 1 is hidden now, and the same person comes as track 2.
    EXPECT_EQ(name({trackAt(2, LEFT_PERSON, red())}), std::vector<int>{1});
    EXPECT_EQ(naming_.of(2)->identity, 1);
    EXPECT_TRUE(naming_.of(2)->distance);
    naming_.keepOnly({2});
    EXPECT_EQ(naming_.of(1), nullptr);
}

TEST_F(PersonNamingTest, nobodyIsInThePictureTwice) {
    name({trackAt(1, LEFT_PERSON, red())});
    EXPECT_TRUE(name({trackAt(1, LEFT_PERSON, red()), trackAt(2, RIGHT_PERSON, red())}).empty());
    EXPECT_EQ(naming_.of(1)->identity, 1);
    EXPECT_EQ(naming_.of(2)->identity, 2);
}

/// Of unit length, at this cosine distance from red.
reid::Embedding awayFromRed(double distance) {
    const auto along = static_cast<float>(1 - distance), across = std::sqrt(1 - along * along);
    return {along, across, 0, along, across, 0};
}

TEST_F(PersonNamingTest, whoTurnsOutToBeSomebodyKnownGetsThatIdentity) {
    name({trackAt(1, LEFT_PERSON, red())});
    naming_.keepOnly({});
    frame_(cv::Rect(RIGHT_PERSON)).setTo(cv::Scalar(0, 200, 0));  // what is enrolled is a green picture
    const double accepted = *naming_.gallery().options().acceptDistance;
    name({trackAt(2, RIGHT_PERSON, awayFromRed(1.1 * accepted), 3)});
    ASSERT_NE(naming_.of(2), nullptr);
    EXPECT_EQ(naming_.of(2)->identity, 2);
    name({trackAt(2, RIGHT_PERSON, awayFromRed(0.9 * accepted), 6)});
    EXPECT_EQ(naming_.of(2)->identity, 2)
        << "it would have been enough to be recognized, but it is asked again and again";
    name({trackAt(2, RIGHT_PERSON, awayFromRed(0.7 * accepted), 9)});
    EXPECT_EQ(naming_.of(2)->identity, 1);
    EXPECT_NEAR(naming_.of(2)->distance.value(), 0.7 * accepted, 1e-3);
    EXPECT_EQ(naming_.gallery().size(), 1U);
    EXPECT_NEAR(naming_.gallery().distanceTo(1, {0, 1, 0, 0, 1, 0}), 0, 1e-3) << "what was known of both";
}

TEST_F(PersonNamingTest, whoWasBesideSomebodyBeforeHavingANameIsNotThatOne) {
    frame_(cv::Rect(RIGHT_PERSON)).setTo(cv::Scalar(0, 200, 0));
    name({trackAt(1, LEFT_PERSON, red()), trackAt(2, RIGHT_PERSON, awayFromRed(0.9), 2)});
    naming_.keepOnly({2});
    name({trackAt(2, RIGHT_PERSON, awayFromRed(0.9), 3)});
    ASSERT_EQ(naming_.of(2)->identity, 2);
    name({trackAt(2, RIGHT_PERSON, red(), 6)});
    EXPECT_EQ(naming_.of(2)->identity, 2);
}

TEST_F(PersonNamingTest, whoWasInThePictureWithSomebodyIsNotThatOne) {
    frame_(cv::Rect(RIGHT_PERSON)).setTo(cv::Scalar(0, 200, 0));
    name({trackAt(1, LEFT_PERSON, red()), trackAt(2, RIGHT_PERSON, awayFromRed(0.9))});
    ASSERT_EQ(naming_.of(2)->identity, 2);
    name({trackAt(1, LEFT_PERSON, red(), 6), trackAt(2, RIGHT_PERSON, awayFromRed(0.9), 6)});
    naming_.keepOnly({2});
    name({trackAt(2, RIGHT_PERSON, red(), 9)});
    EXPECT_EQ(naming_.of(2)->identity, 2);
}

TEST_F(PersonNamingTest, learnsWhatIsCleanAndSurelyTheSame) {
    name({trackAt(1, LEFT_PERSON, red()), trackAt(2, RIGHT_PERSON, blue())});
    const reid::Embedding darker{0.9F, 0.436F, 0, 0.9F, 0.436F, 0};  // an accepted distance from red
    const double before = naming_.gallery().distanceTo(1, darker);
    const reid::Appearance look = embedder_->embed(frame_, {LEFT_PERSON}).at(0);
    const auto learn = [&](const Track& track, const reid::Embedding& embedding) {
        const reid::Appearance appearance{embedding, look.maps, look.norms};
        naming_.learn({{track, appearance}}, {frame_, {}});
        return naming_.gallery().distanceTo(1, darker);
    };
    Track crowded = trackAt(1, LEFT_PERSON, red());
    crowded.clean = false;
    EXPECT_EQ(learn(crowded, darker), before) << "two people in the picture";
    EXPECT_EQ(learn(trackAt(1, {-20, 50, 40, 80}, red()), darker), before) << "half outside the frame";
    EXPECT_EQ(learn(trackAt(9, LEFT_PERSON, red()), darker), before) << "a track without a name";
    learn(trackAt(1, LEFT_PERSON, red()), blue());
    EXPECT_GT(naming_.gallery().distanceTo(1, blue()), 0.9) << "a track that slipped to another person";
    EXPECT_LT(learn(trackAt(1, LEFT_PERSON, red()), darker), 1e-3);
}

TEST_F(PersonNamingTest, errors) {
    EXPECT_THROW(PersonNaming(nullptr, 3), cv::Exception);
    EXPECT_THROW(PersonNaming(std::make_unique<reid::MemoryGallery>(), 0), cv::Exception);
}

}  // namespace
