#include "reid/memory_gallery.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using reid::Answer;
using reid::Embedding;
using reid::GalleryOptions;
using reid::MemoryGallery;

/// A point on the unit circle: the cosine distance of two is 1 - cos of the angle between them.
Embedding at(double degrees) {
    const double radians = degrees * CV_PI / 180;
    return {static_cast<float>(std::cos(radians)), static_cast<float>(std::sin(radians))};
}

double apart(double degrees) {
    return 1 - std::cos(degrees * CV_PI / 180);
}

GalleryOptions accepting(double degrees, int embeddingsPerIdentity = 16) {
    return {apart(degrees), embeddingsPerIdentity, reid::Metric::Cosine};
}

std::optional<reid::Match> known(const MemoryGallery& gallery, const Embedding& embedding,
                                 const std::set<int>& excluded = {}) {
    const reid::Verdict verdict = gallery.identify(embedding, excluded);
    return verdict.answer == Answer::Known ? verdict.match : std::nullopt;
}

TEST(MemoryGallery, emptyKnowsNobody) {
    const MemoryGallery gallery;
    EXPECT_EQ(gallery.size(), 0U);
    EXPECT_FALSE(gallery.nearest(at(0)));
    EXPECT_FALSE(known(gallery, at(0)));
}

TEST(MemoryGallery, aReturningPersonIsRecognized) {
    MemoryGallery gallery(accepting(20.001));
    EXPECT_EQ(gallery.enroll({at(0)}), 1);
    EXPECT_EQ(gallery.enroll({at(90)}), 2);
    const auto match = known(gallery, at(20));
    ASSERT_TRUE(match);
    EXPECT_EQ(match->identity, 1);
    EXPECT_NEAR(match->distance, apart(20), 1e-6);
    ASSERT_TRUE(match->runnerUp);
    EXPECT_NEAR(*match->runnerUp, apart(70), 1e-6);
    EXPECT_FALSE(known(gallery, at(45))) << "too far from both";
    EXPECT_NEAR(gallery.nearest(at(-45))->distance, apart(45), 1e-6) << "however far";
}

TEST(MemoryGallery, mergedIdentitiesAreOne) {
    MemoryGallery gallery(accepting(10, 2));
    for (const double degrees : {0.0, 60.0, 90.0})
        gallery.enroll({at(degrees)});
    gallery.merge(2, 3);
    EXPECT_EQ(gallery.size(), 2U);
    EXPECT_EQ(known(gallery, at(90)).value().identity, 2);
    EXPECT_EQ(known(gallery, at(60)).value().identity, 2);
    EXPECT_EQ(gallery.current(3), 2);
    gallery.merge(1, 2);
    for (const int identity : {1, 2, 3})
        EXPECT_EQ(gallery.current(identity), 1);
    EXPECT_NEAR(gallery.distanceTo(1, at(75)), 0, 1e-6) << "two are kept: the most alike became their mean";
    EXPECT_EQ(gallery.enroll({at(180)}), 4) << "no number is given twice";
    EXPECT_THROW(gallery.merge(1, 3), cv::Exception);
    EXPECT_THROW(gallery.merge(1, 1), cv::Exception);
}

TEST(MemoryGallery, runnerUpIsTheSecondPersonInAnyOrder) {
    for (const bool nearestFirst : {true, false}) {
        MemoryGallery gallery;
        gallery.enroll({at(nearestFirst ? 5 : 60)});
        gallery.enroll({at(30)});
        gallery.enroll({at(nearestFirst ? 60 : 5)});
        const auto match = gallery.nearest(at(0));
        EXPECT_EQ(match->identity, nearestFirst ? 1 : 3);
        EXPECT_NEAR(*match->runnerUp, apart(30), 1e-6);
    }
    MemoryGallery alone;
    alone.enroll({at(0)});
    alone.add(1, {at(10)});
    EXPECT_FALSE(alone.nearest(at(0))->runnerUp) << "two pictures of one person are no runner-up";
}

TEST(MemoryGallery, excludedPeopleAreSkipped) {
    MemoryGallery gallery(accepting(30));
    gallery.enroll({at(0)});
    gallery.enroll({at(20)});
    EXPECT_EQ(known(gallery, at(1), {1})->identity, 2);
    EXPECT_FALSE(known(gallery, at(1), {1})->runnerUp);
    EXPECT_FALSE(known(gallery, at(1), {1, 2}));
}

TEST(MemoryGallery, betweenTwoWhoAreAsNearIsUndecided) {
    GalleryOptions options = accepting(30);
    options.margin = apart(20) - apart(10) + 1e-6;
    MemoryGallery gallery(options);
    gallery.enroll({at(0)});
    EXPECT_EQ(gallery.identify(at(10)).answer, Answer::Known) << "there is nobody else";
    gallery.enroll({at(30)});
    EXPECT_EQ(gallery.identify(at(10)).answer, Answer::Undecided) << "10 degrees from one, 20 from the other";
    EXPECT_EQ(gallery.identify(at(10)).match->identity, 1) << "the nearest is told all the same";
    EXPECT_EQ(gallery.identify(at(5)).answer, Answer::Known) << "5 and 25";
    EXPECT_EQ(gallery.identify(at(10), {2}).answer, Answer::Known);
    EXPECT_EQ(gallery.identify(at(-31)).answer, Answer::New) << "the accept distance comes first";
}

TEST(MemoryGallery, anyPictureOfAPersonCounts) {
    MemoryGallery gallery;
    gallery.enroll({at(0)});
    gallery.add(1, {at(40)});
    EXPECT_NEAR(gallery.distanceTo(1, at(45)), apart(5), 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(-5)), apart(5), 1e-6);
}

TEST(MemoryGallery, theTwoMostAlikeAreMergedWhenFull) {
    MemoryGallery gallery(accepting(10, 3));
    gallery.enroll({at(0)});
    gallery.add(1, {at(50)});
    gallery.add(1, {at(54)});
    gallery.add(1, {at(120)});
    // 50 and 54 became 52; the others are untouched.
    EXPECT_NEAR(gallery.distanceTo(1, at(52)), 0, 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(54)), apart(2), 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(0)), 0, 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(120)), 0, 1e-6);
}

TEST(MemoryGallery, oneEmbeddingPerPersonIsTheSmallestBound) {
    MemoryGallery gallery(accepting(10, 1));
    gallery.enroll({at(0)});
    gallery.add(1, {at(20)});
    EXPECT_NEAR(gallery.distanceTo(1, at(10)), 0, 1e-6);
}

TEST(MemoryGallery, euclideanMeansAreNotScaled) {
    MemoryGallery gallery({1.0, 1, reid::Metric::Euclidean});
    gallery.enroll({{2, 0}});
    gallery.add(1, {{4, 0}});
    EXPECT_DOUBLE_EQ(gallery.distanceTo(1, {3, 4}), 4);
    EXPECT_TRUE(known(gallery, {3, 1})) << "just at the accept distance";
}

TEST(MemoryGallery, lengthOfAnEmbeddingDoesNotCountForCosine) {
    MemoryGallery gallery(accepting(10, 1));
    gallery.enroll({{100, 0}});
    gallery.add(1, {{0, 1}});
    EXPECT_NEAR(gallery.distanceTo(1, at(45)), 0, 1e-6) << "the mean of the directions";
}

TEST(MemoryGallery, notANumberIsNobody) {
    MemoryGallery gallery;
    gallery.enroll({at(0)});
    EXPECT_FALSE(known(gallery, {NAN, 0}));
}

TEST(MemoryGallery, errors) {
    EXPECT_THROW(MemoryGallery({0.3, 0, reid::Metric::Cosine}), cv::Exception);
    EXPECT_THROW(MemoryGallery({-0.3, 1, reid::Metric::Cosine}), cv::Exception);
    EXPECT_THROW(MemoryGallery({0.3, 1, reid::Metric::Cosine, -0.1}), cv::Exception);
    MemoryGallery gallery;
    EXPECT_THROW(gallery.add(1, {at(0)}), cv::Exception);
    EXPECT_THROW(gallery.distanceTo(1, at(0)), cv::Exception);
    gallery.enroll({at(0)});
    EXPECT_THROW(gallery.add(1, {{1, 2, 3}}), cv::Exception);
}

}  // namespace
