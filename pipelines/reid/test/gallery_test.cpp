#include "reid/gallery.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using reid::Embedding;
using reid::Gallery;
using reid::GalleryOptions;

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

TEST(Gallery, emptyKnowsNobody) {
    const Gallery gallery;
    EXPECT_EQ(gallery.size(), 0U);
    EXPECT_FALSE(gallery.nearest(at(0)));
    EXPECT_FALSE(gallery.identify(at(0)));
}

TEST(Gallery, aReturningPersonIsRecognized) {
    Gallery gallery(accepting(20.001));
    EXPECT_EQ(gallery.enroll(at(0)), 1);
    EXPECT_EQ(gallery.enroll(at(90)), 2);
    const auto match = gallery.identify(at(20));
    ASSERT_TRUE(match);
    EXPECT_EQ(match->identity, 1);
    EXPECT_NEAR(match->distance, apart(20), 1e-6);
    ASSERT_TRUE(match->runnerUp);
    EXPECT_NEAR(*match->runnerUp, apart(70), 1e-6);
    EXPECT_FALSE(gallery.identify(at(45))) << "too far from both";
    EXPECT_NEAR(gallery.nearest(at(-45))->distance, apart(45), 1e-6) << "however far";
}

TEST(Gallery, runnerUpIsTheSecondPersonInAnyOrder) {
    for (const bool nearestFirst : {true, false}) {
        Gallery gallery;
        gallery.enroll(at(nearestFirst ? 5 : 60));
        gallery.enroll(at(30));
        gallery.enroll(at(nearestFirst ? 60 : 5));
        const auto match = gallery.nearest(at(0));
        EXPECT_EQ(match->identity, nearestFirst ? 1 : 3);
        EXPECT_NEAR(*match->runnerUp, apart(30), 1e-6);
    }
    Gallery alone;
    alone.enroll(at(0));
    alone.add(1, at(10));
    EXPECT_FALSE(alone.nearest(at(0))->runnerUp) << "two pictures of one person are no runner-up";
}

TEST(Gallery, excludedPeopleAreSkipped) {
    Gallery gallery(accepting(30));
    gallery.enroll(at(0));
    gallery.enroll(at(20));
    EXPECT_EQ(gallery.identify(at(1), {1})->identity, 2);
    EXPECT_FALSE(gallery.identify(at(1), {1})->runnerUp);
    EXPECT_FALSE(gallery.identify(at(1), {1, 2}));
}

TEST(Gallery, anyPictureOfAPersonCounts) {
    Gallery gallery;
    gallery.enroll(at(0));
    gallery.add(1, at(40));
    EXPECT_NEAR(gallery.distanceTo(1, at(45)), apart(5), 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(-5)), apart(5), 1e-6);
}

TEST(Gallery, theTwoMostAlikeAreMergedWhenFull) {
    Gallery gallery(accepting(10, 3));
    gallery.enroll(at(0));
    gallery.add(1, at(50));
    gallery.add(1, at(54));
    gallery.add(1, at(120));
    // 50 and 54 became 52; the others are untouched.
    EXPECT_NEAR(gallery.distanceTo(1, at(52)), 0, 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(54)), apart(2), 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(0)), 0, 1e-6);
    EXPECT_NEAR(gallery.distanceTo(1, at(120)), 0, 1e-6);
}

TEST(Gallery, oneEmbeddingPerPersonIsTheSmallestBound) {
    Gallery gallery(accepting(10, 1));
    gallery.enroll(at(0));
    gallery.add(1, at(20));
    EXPECT_NEAR(gallery.distanceTo(1, at(10)), 0, 1e-6);
}

TEST(Gallery, euclideanMeansAreNotScaled) {
    Gallery gallery({1.0, 1, reid::Metric::Euclidean});
    gallery.enroll({2, 0});
    gallery.add(1, {4, 0});
    EXPECT_DOUBLE_EQ(gallery.distanceTo(1, {3, 4}), 4);
    EXPECT_TRUE(gallery.identify({3, 1})) << "just at the accept distance";
}

TEST(Gallery, lengthOfAnEmbeddingDoesNotCountForCosine) {
    Gallery gallery(accepting(10, 1));
    gallery.enroll({100, 0});
    gallery.add(1, {0, 1});
    EXPECT_NEAR(gallery.distanceTo(1, at(45)), 0, 1e-6) << "the mean of the directions";
}

TEST(Gallery, notANumberIsNobody) {
    Gallery gallery;
    gallery.enroll(at(0));
    EXPECT_FALSE(gallery.identify({NAN, 0}));
}

TEST(Gallery, errors) {
    EXPECT_THROW(Gallery({0.3, 0, reid::Metric::Cosine}), cv::Exception);
    EXPECT_THROW(Gallery({-0.3, 1, reid::Metric::Cosine}), cv::Exception);
    Gallery gallery;
    EXPECT_THROW(gallery.add(1, at(0)), cv::Exception);
    EXPECT_THROW(gallery.distanceTo(1, at(0)), cv::Exception);
    gallery.enroll(at(0));
    EXPECT_THROW(gallery.add(1, {1, 2, 3}), cv::Exception);
}

}  // namespace
