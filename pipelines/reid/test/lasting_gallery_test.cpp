#include <gtest/gtest.h>

#include "lasting_gallery_case.hpp"
#include "reid/errors.hpp"

namespace {

using reid::Answer;
using reid::Exemplar;
using reid::LastingGallery;
using reid::View;

class LastingGalleryTest : public LastingGalleryCase {};

TEST_F(LastingGalleryTest, knowsTheSamePeopleWhenOpenedAgain) {
    const View anna = view("door", 5000), ben = view("yard", 6000);
    {
        auto gallery = opened();
        EXPECT_EQ(gallery.size(), 0U);
        EXPECT_EQ(gallery.identify(anna.embedding).answer, Answer::New);
        EXPECT_EQ(gallery.enroll(anna), 1);
        EXPECT_EQ(gallery.enroll(ben), 2);
        gallery.rename(1, "Anna");
        gallery.countVisit(1, {"door", 5000});
        gallery.countVisit(1, {"door", 4000});
        gallery.countVisit(1, {"yard", 9000});
    }
    LastingGallery gallery(path_, READ, model_);
    EXPECT_EQ(gallery.size(), 2U);
    const reid::Verdict verdict = gallery.identify(ben.embedding);
    EXPECT_EQ(verdict.answer, Answer::Known);
    EXPECT_EQ(verdict.match->identity, 2);
    EXPECT_NEAR(verdict.match->distance, 0, 1e-6);
    EXPECT_NEAR(verdict.match->runnerUp.value(), reid::distance(anna.embedding, ben.embedding, reid::Metric::Cosine),
                1e-5);
    EXPECT_EQ(gallery.nearest(ben.embedding, {2})->identity, 1);
    EXPECT_NEAR(gallery.distanceTo(1, anna.embedding), 0, 1e-6);
    EXPECT_EQ(gallery.nameOf(1), "Anna");
    EXPECT_EQ(gallery.nameOf(2), "");
    EXPECT_EQ(gallery.identitiesNamed("Anna"), std::vector<int>{1});
    EXPECT_EQ(gallery.model().name, "made");

    const reid::KnownPerson person = gallery.person(1);
    EXPECT_EQ(person.enrolledMs, 5000);
    EXPECT_EQ(person.exemplars, 1U);
    ASSERT_EQ(person.cameras.size(), 2U);
    EXPECT_EQ(person.cameras[0].camera, "door");
    EXPECT_EQ(person.cameras[0].firstMs, 4000);
    EXPECT_EQ(person.cameras[0].lastMs, 5000);
    EXPECT_EQ(person.cameras[0].visits, 2);
    EXPECT_EQ(person.cameras[1].visits, 1);
}

TEST_F(LastingGalleryTest, leavesOneFileWhenClosed) {
    opened().enroll(view());
    LastingGallery(path_, READ).search(people_.person(), 1);
    const auto files = std::filesystem::directory_iterator(folder_.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(LastingGalleryTest, keepsPicturesAndAttention) {
    const View seen = painted();
    auto gallery = opened();
    gallery.enroll(seen);
    const std::vector<Exemplar> exemplars = gallery.exemplarsOf(1);
    ASSERT_EQ(exemplars.size(), 1U);
    const Exemplar& exemplar = exemplars[0];
    EXPECT_EQ(exemplar.embedding, gallery.exemplar(exemplar.number).embedding);
    EXPECT_LT(cv::norm(exemplar.embedding, seen.embedding, cv::NORM_INF), 1e-6);
    EXPECT_EQ(exemplar.decoded().size(), cv::Size(32, 64));
    EXPECT_EQ(exemplar.sighting.camera, "door");
    ASSERT_EQ(exemplar.saliency.dims, 3);
    EXPECT_EQ(exemplar.saliency.size[2], 4);
    for (int i = 0; i < 24; ++i)
        EXPECT_EQ(exemplar.saliency.data[i], 5 * i) << "255 for 1";
    EXPECT_GT(cv::norm(exemplar.painted(), exemplar.decoded(), cv::NORM_INF), 50);
}

TEST_F(LastingGalleryTest, picturesAreMadeSmall) {
    View tall = view();
    tall.picture = cv::Mat(1024, 300, CV_8UC3, cv::Scalar(10, 20, 30));
    auto gallery = opened();
    gallery.enroll(tall);
    EXPECT_EQ(gallery.exemplarsOf(1)[0].decoded().size(), cv::Size(75, 256));
    EXPECT_TRUE(gallery.exemplarsOf(gallery.enroll(view()))[0].painted().empty()) << "no picture, none painted";
}

TEST_F(LastingGalleryTest, boundsTheViewsOfAPersonAndKeepsRareOnes) {
    auto gallery = opened(5);
    const reid::Embedding person = people_.person();
    gallery.enroll({people_.viewOf(person)});
    const View rare = view();
    gallery.add(1, rare);
    for (int i = 0; i < 100; ++i)
        gallery.add(1, {people_.viewOf(person)});
    EXPECT_EQ(gallery.exemplarsOf(1).size(), 5U);
    EXPECT_EQ(gallery.person(1).exemplars, 5U);
    EXPECT_NEAR(gallery.distanceTo(1, rare.embedding), 0, 1e-6);
}

TEST_F(LastingGalleryTest, theSameViewIsNotKeptTwiceButItsTimeIs) {
    auto gallery = opened();
    View seen = view("door", 1000);
    gallery.enroll(seen);
    seen.sighting.timeMs = 7000;
    gallery.add(1, seen);
    const reid::KnownPerson person = gallery.person(1);
    EXPECT_EQ(person.exemplars, 1U);
    ASSERT_EQ(person.cameras.size(), 1U);
    EXPECT_EQ(person.cameras[0].lastMs, 7000);
    EXPECT_EQ(person.cameras[0].visits, 0) << "only countVisit() counts";
}

TEST_F(LastingGalleryTest, mergingKeepsWhatBothKnew) {
    auto gallery = opened(3);
    const View first = view("door", 1000), second = view("yard", 2000);
    gallery.enroll(first);
    gallery.enroll(second);
    gallery.add(2, view());
    gallery.add(2, view());
    gallery.countVisit(1, {"door", 1000});
    gallery.countVisit(2, {"door", 500});
    gallery.rename(2, "Ben");
    gallery.merge(1, 2);
    EXPECT_EQ(gallery.size(), 1U);
    EXPECT_EQ(gallery.nameOf(1), "Ben");
    const reid::KnownPerson person = gallery.person(1);
    EXPECT_EQ(person.exemplars, 3U) << "four are one too many";
    EXPECT_EQ(person.cameras[0].firstMs, 500);
    EXPECT_EQ(person.cameras[0].visits, 2);
    EXPECT_EQ(gallery.current(2), 1);
    EXPECT_THROW(gallery.nameOf(2), cv::Exception);
    EXPECT_EQ(gallery.enroll(view()), 3) << "numbers are not given twice";
}

TEST_F(LastingGalleryTest, aMergeThatIsUndoneLeavesNothing) {
    auto gallery = opened();
    gallery.enroll(view());
    EXPECT_THROW(gallery.atomically([&] {
        gallery.merge(1, gallery.enroll(view()));
        throw std::runtime_error("the disk is full");
    }),
                 std::runtime_error);
    EXPECT_EQ(gallery.size(), 1U);
    const int next = gallery.enroll(view());
    EXPECT_EQ(gallery.current(next), next);
}

TEST_F(LastingGalleryTest, splittingMakesANewPersonOfSomePictures) {
    auto gallery = opened();
    const View stays = view("door", 1000), goes = view("yard", 2000);
    gallery.enroll(stays);
    gallery.add(1, goes);
    const int64_t number = gallery.search(goes.embedding, 1).at(0).exemplar;
    EXPECT_EQ(gallery.split(1, {number}), 2);
    EXPECT_EQ(gallery.search(goes.embedding, 1).at(0).identity, 2);
    EXPECT_EQ(gallery.search(stays.embedding, 1).at(0).identity, 1);
    ASSERT_EQ(gallery.person(2).cameras.size(), 1U);
    EXPECT_EQ(gallery.person(2).cameras[0].camera, "yard");
    EXPECT_THROW(gallery.split(1, {number}), reid::InputError) << "it is another's now";
    EXPECT_THROW(gallery.split(2, {number}), reid::InputError) << "nobody would be left";
    EXPECT_THROW(gallery.split(2, {}), reid::InputError);
}

TEST_F(LastingGalleryTest, aVisitOfEachCameraGoesWithThePictures) {
    auto gallery = opened();
    gallery.enroll(view("door", 1000));
    gallery.countVisit(1, {"door", 1000});
    gallery.countVisit(1, {"door", 3000});
    gallery.countVisit(1, {"yard", 2000});
    std::set<int64_t> going;
    for (const View& other : {view("door", 1500), view("yard", 2000)}) {
        gallery.add(1, other);
        going.insert(gallery.search(other.embedding, 1).at(0).exemplar);
    }
    ASSERT_EQ(gallery.split(1, going), 2);
    const auto stays = gallery.person(1).cameras, goes = gallery.person(2).cameras;
    ASSERT_EQ(stays.size(), 1U) << "all that was known of the yard was the other";
    EXPECT_EQ(stays[0].camera, "door");
    EXPECT_EQ(stays[0].visits, 1);
    ASSERT_EQ(goes.size(), 2U);
    EXPECT_EQ(goes[0].visits, 1);
    EXPECT_EQ(goes[1].visits, 1);
    gallery.merge(1, 2);
    for (const reid::CameraSightings& seen : gallery.person(1).cameras)
        EXPECT_EQ(seen.visits, seen.camera == "door" ? 2 : 1) << "as before";
}

TEST_F(LastingGalleryTest, restoresAPersonAsItWas) {
    auto gallery = opened();
    gallery.enroll(painted());
    gallery.rename(1, "Anna");
    gallery.countVisit(1, {"door", 77});
    const reid::KnownPerson anna = gallery.person(1);
    const std::vector<Exemplar> exemplars = gallery.exemplarsOf(1);
    EXPECT_EQ(gallery.restore(anna, exemplars), 2) << "1 is taken";
    gallery.forget({1, 2});
    EXPECT_EQ(gallery.restore(anna, exemplars), 1);
    const reid::KnownPerson again = gallery.person(1);
    EXPECT_EQ(again.name, "Anna");
    EXPECT_EQ(again.enrolledMs, anna.enrolledMs);
    EXPECT_EQ(again.cameras.at(0).visits, 1);
    EXPECT_EQ(gallery.exemplarsOf(1).at(0).picture, exemplars[0].picture);
    EXPECT_EQ(gallery.exemplarsOf(1).at(0).embedding, exemplars[0].embedding);
}

TEST_F(LastingGalleryTest, workThatFailsLeavesNothing) {
    auto gallery = opened();
    const View known = view(), lost = view();
    gallery.enroll(known);
    EXPECT_THROW(gallery.atomically([&] {
        gallery.enroll(lost);
        gallery.rename(1, "somebody else");
        gallery.add(1, view());
        throw reid::InputError("the next picture cannot be read");
    }),
                 reid::InputError);
    EXPECT_EQ(gallery.size(), 1U);
    EXPECT_EQ(gallery.nameOf(1), "");
    EXPECT_GT(gallery.nearest(lost.embedding)->distance, 0.1);
    EXPECT_EQ(gallery.exemplarsOf(1).size(), 1U);
    gallery.enroll(lost);
    EXPECT_NEAR(gallery.nearest(lost.embedding)->distance, 0, 1e-6);
}

TEST_F(LastingGalleryTest, readersSeeWhatWasWritten) {
    auto writer = opened();
    writer.enroll(view());
    LastingGallery reader(path_, READ), another(path_, READ);
    const View newcomer = view();
    writer.atomically([&] {
        writer.enroll(newcomer);
        reader.refresh();
        EXPECT_EQ(reader.size(), 1U) << "not before it is whole";
    });
    EXPECT_EQ(another.size(), 1U) << "until it asks";
    reader.refresh();
    another.refresh();
    for (const LastingGallery* gallery : {&reader, &another}) {
        EXPECT_EQ(gallery->size(), 2U);
        EXPECT_NEAR(gallery->nearest(newcomer.embedding)->distance, 0, 1e-6);
    }
    EXPECT_THROW(reader.enroll(view()), cv::Exception);
    EXPECT_THROW(reader.compact(), cv::Exception);
}

TEST_F(LastingGalleryTest, aCalibratedGalleryUsesItsOwnThreshold) {
    const std::vector<reid::Threshold> measured = {{1e-3, 0.25, 0.2, 0.31, "staff"}, {1e-2, 0.4, 0.35, 0.41, "staff"}};
    reid::GalleryOptions options{0.3, 16, reid::Metric::Cosine};
    options.falseAcceptRate = 1e-4;
    const auto distanceNow = [&] { return LastingGallery(path_, READ, model_, options).options().acceptDistance; };
    {
        auto gallery = opened();
        EXPECT_TRUE(gallery.thresholds().empty());
        EXPECT_EQ(distanceNow(), 0.3) << "a gallery that was not calibrated";
        gallery.setThresholds({{1e-2, 0.9, 0.9, 0.9, "before"}});
        gallery.setThresholds({measured[1], measured[0]});
    }
    const std::vector<reid::Threshold> read = LastingGallery(path_, READ, model_).thresholds();
    ASSERT_EQ(read.size(), 2U);
    for (size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(read[i].falseAcceptRate, measured[i].falseAcceptRate);
        EXPECT_EQ(read[i].distance, measured[i].distance);
        EXPECT_EQ(read[i].low, measured[i].low);
        EXPECT_EQ(read[i].high, measured[i].high);
        EXPECT_EQ(read[i].calibratedOn, "staff");
    }
    EXPECT_EQ(distanceNow(), 0.25) << "that of the rate next to the wanted one";
    options.falseAcceptRate = 0.05;
    EXPECT_EQ(distanceNow(), 0.4);
    options.falseAcceptRate.reset();
    EXPECT_EQ(distanceNow(), 0.3) << "said by the caller";
    EXPECT_THROW(LastingGallery(path_, READ, model_).setThresholds({}), cv::Exception);
}

TEST_F(LastingGalleryTest, aModelWithoutThresholdsWantsACalibratedGallery) {
    reid::ModelFolder folder;
    const auto options = reid::GalleryOptions::of(folder, reid::Query::Track, 1e-3);
    EXPECT_FALSE(options.acceptDistance);
    EXPECT_THROW(LastingGallery(path_, WRITE, model_, options), reid::InputError);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path())) << "no gallery is made by a wrong start";
    EXPECT_THROW(LastingGallery(path_, WRITE, model_, {0.3, 0}), cv::Exception);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    opened();
    EXPECT_THROW(LastingGallery(path_, READ, model_, options), reid::InputError);
    opened().setThresholds({{1e-3, 0.25, 0.2, 0.31, "staff"}});
    EXPECT_EQ(LastingGallery(path_, READ, model_, options).options().acceptDistance, 0.75 * 0.25);
}

TEST_F(LastingGalleryTest, wrongCallsAreErrors) {
    auto gallery = opened();
    gallery.enroll(view());
    EXPECT_THROW(gallery.add(2, view()), cv::Exception);
    EXPECT_THROW(gallery.distanceTo(2, people_.person()), cv::Exception);
    EXPECT_THROW(gallery.countVisit(2, {}), cv::Exception);
    EXPECT_THROW(gallery.forget({1, 2}), cv::Exception);
    EXPECT_THROW(gallery.merge(1, 1), cv::Exception);
    EXPECT_THROW(gallery.enroll({{1, 2, 3}}), cv::Exception);
    EXPECT_THROW(gallery.enroll({reid::Embedding(SIZE, NAN)}), cv::Exception);
    EXPECT_EQ(gallery.size(), 1U);
}

}  // namespace
