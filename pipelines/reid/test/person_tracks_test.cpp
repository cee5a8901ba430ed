#include "reid/person_tracks.hpp"

#include <gtest/gtest.h>

namespace {

using reid::Appearance;
using reid::PersonTracks;

const cv::Size PICTURE_SIZE(320, 240);

/// Everybody looks the same; the boxes that were asked for are noted.
struct Eye {
    std::vector<cv::Rect2f> asked;
    PersonTracks::Embed embed() {
        return [this](const std::vector<cv::Rect2f>& boxes) {
            asked = boxes;
            return std::vector<Appearance>(boxes.size(), Appearance{{1, 0}, {}, {}});
        };
    }
};

reid::TrackerOptions confirmedAtOnce() {
    reid::TrackerOptions options;
    options.confirmAfter = 1;
    return options;
}

TEST(PersonTracks, detectionsOutsideTheFrameDoNotCount) {
    PersonTracks tracks(confirmedAtOnce(), 10);
    Eye eye;
    // Of 40 pixels 11 are inside (too few), 13, and 40.
    tracks.update({{{-29, 50, 40, 80}, 1}, {{-27, 150, 40, 80}, 1}, {{100, 50, 40, 80}, 1}}, PICTURE_SIZE, eye.embed());
    const auto visible = tracks.visible();
    ASSERT_EQ(visible.size(), 2U);
    EXPECT_EQ(visible[0].detection, 1) << "of those that were given";
    EXPECT_EQ(visible[1].detection, 2);
    ASSERT_EQ(eye.asked.size(), 2U);
    EXPECT_EQ(eye.asked[0], cv::Rect2f(0, 150, 13, 80)) << "looked at inside the frame";
}

TEST(PersonTracks, tellsTheLooksOfEachTrack) {
    reid::TrackerOptions options;
    options.lookEvery = 5;
    PersonTracks tracks(options, 10);
    Eye eye;
    const std::vector<reid::Detection> person = {{{100, 50, 40, 80}, 1}};
    EXPECT_EQ(tracks.update(person, PICTURE_SIZE, eye.embed()).count(1), 1U) << "a new one is looked at";
    EXPECT_TRUE(tracks.visible().empty()) << "not confirmed";
    EXPECT_EQ(tracks.livingIds(), std::set<int>{1});
    EXPECT_EQ(tracks.update(person, PICTURE_SIZE, eye.embed()).count(1), 1U);
    EXPECT_EQ(tracks.visible().size(), 1U);
    EXPECT_TRUE(tracks.update(person, PICTURE_SIZE, eye.embed()).empty()) << "where there is no doubt nobody looks";
}

TEST(PersonTracks, isShownForAWhileAfterItsLastDetection) {
    PersonTracks tracks(confirmedAtOnce(), 2);
    Eye eye;
    tracks.update({{{100, 50, 40, 80}, 1}}, PICTURE_SIZE, eye.embed());
    for (int since = 1; since <= 4; ++since) {
        tracks.predict(PICTURE_SIZE);
        EXPECT_EQ(tracks.visible().size(), since <= 2 ? 1U : 0U) << since;
        EXPECT_EQ(tracks.living().size(), 1U);
        EXPECT_EQ(tracks.living()[0].detection, -1);
    }
    tracks.end(1);
    EXPECT_TRUE(tracks.living().empty());
}

TEST(PersonTracks, whoWalksOutOfTheFrameIsGone) {
    PersonTracks tracks(confirmedAtOnce(), 100);
    Eye eye;
    // 10 pixels a frame to the right; the last detection has its left side at 290.
    for (int frame = 0; frame < 10; ++frame)
        tracks.update({{{200.0F + 10 * frame, 50, 40, 80}, 1}}, PICTURE_SIZE, eye.embed());
    EXPECT_EQ(tracks.living().size(), 1U);
    for (int frame = 0; frame < 5; ++frame)
        tracks.predict(PICTURE_SIZE);
    EXPECT_TRUE(tracks.living().empty()) << "long before the tracker itself would end it";
}

TEST(PersonTracks, whoIsMissedAtTheBorderIsNotShown) {
    for (const float x : {150.0F, 286.0F}) {  // at 286, 34 of 40 pixels are inside
        PersonTracks tracks(confirmedAtOnce(), 10);
        Eye eye;
        for (int i = 0; i < 3; ++i)
            tracks.update({{{x, 50, 40, 80}, 1}}, PICTURE_SIZE, eye.embed());
        tracks.predict(PICTURE_SIZE);
        EXPECT_EQ(tracks.visible().size(), 1U) << "the detector has not run";
        tracks.update({}, PICTURE_SIZE, eye.embed());
        EXPECT_EQ(tracks.visible().size(), x < 200 ? 1U : 0U);
        EXPECT_EQ(tracks.living().size(), 1U);
    }
}

TEST(PersonTracks, isShownForAsManyMissesAsItWasFoundTimes) {
    PersonTracks tracks(confirmedAtOnce(), 10);
    Eye eye;
    for (int i = 0; i < 2; ++i)
        tracks.update({{{100, 50, 40, 80}, 1}}, PICTURE_SIZE, eye.embed());
    for (int misses = 1; misses <= 4; ++misses) {
        tracks.update({}, PICTURE_SIZE, eye.embed());
        EXPECT_EQ(tracks.visible().size(), misses <= 2 ? 1U : 0U) << misses;
    }
}

TEST(PersonTracks, errors) {
    EXPECT_THROW(PersonTracks(reid::TrackerOptions(), -1), cv::Exception);
}

}  // namespace
